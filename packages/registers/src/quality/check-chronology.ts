import { parseDateInWords } from "../date-in-words.ts";
import { comparePartialDates, daysBetween, isDefinitelyBefore, yearsBetween } from "../date-range.ts";
import type { Finding } from "../finding.ts";
import { formatDate, toIso } from "../partial-date.ts";
import { limitOn } from "./limits.ts";
import { found, type RecordView } from "./record-view.ts";

/** Rule 9: births, deaths and papers in an order that can be. */
export function* checkLifeDates(record: RecordView): Iterable<Finding> {
  const registered = record.date(record.key.date);
  for (const person of record.recordType.persons) {
    const birth = record.date(person.birth);
    const death = record.date(person.death);
    const issued = record.date(person.paper?.issued);
    const late = (rule: string, code: string | undefined, date: typeof birth) => {
      if (date === undefined || registered === undefined || !isDefinitelyBefore(registered, date)) return [];
      const params = { date: formatDate(date), registered: formatDate(registered) };
      return [found(record, rule, [code, record.key.date], { params })];
    };
    yield* late("birth-after-registration", person.birth, birth);
    yield* late("death-after-registration", person.death, death);
    yield* late("paper-issued-after-registration", person.paper?.issued, issued);
    if (birth !== undefined && death !== undefined && isDefinitelyBefore(death, birth)) {
      const params = { date: formatDate(death), birth: formatDate(birth) };
      yield found(record, "death-before-birth", [person.death, person.birth], { params });
    }
    if (birth !== undefined && issued !== undefined) {
      const { min } = limitOn("identity-paper-age", toIso(issued));
      if (yearsBetween(birth, issued).max < min) {
        const params = { date: formatDate(issued), age: String(min) };
        yield found(record, "paper-issued-too-early", [person.paper?.issued, person.birth], { params });
      }
    }
  }
}

/**
 * Rule 10: the kind of registration agrees with the days since the event. Silent where no limit
 * held on the day of registration.
 */
export function* checkDeadlines(record: RecordView): Iterable<Finding> {
  const at = record.key.date;
  for (const { event, kind, onTime, late, limit } of record.recordType.facts.deadlines ?? []) {
    const [date, code, registered] = [record.date(event), record.text(kind), record.registered];
    if (date === undefined || registered === undefined) continue;
    const { max } = limitOn(limit, toIso(registered));
    if (!Number.isFinite(max)) continue;
    const days = daysBetween(date, registered);
    const params = (count: number) => ({ days: String(count), limit: String(max) });
    if (code === onTime && days.min > max) {
      yield found(record, "on-time-code-but-late", [kind, event, at], { params: params(days.min) });
    }
    if (code === late && days.min >= 0 && days.max <= max) {
      yield found(record, "late-code-but-on-time", [kind, event, at], { params: params(days.max) });
    }
  }
}

/** Rule 11: the date in words says the same. Words that cannot be read say nothing. */
export function* checkDatesInWords(record: RecordView): Iterable<Finding> {
  for (const { date, words } of record.recordType.facts.datesInWords ?? []) {
    const [inDigits, text] = [record.date(date), record.text(words)];
    const inWords = text === undefined ? undefined : parseDateInWords(text);
    if (inDigits === undefined || inWords === undefined) continue;
    if (comparePartialDates(inDigits, inWords) === "overlaps") continue;
    const params = { date: formatDate(inDigits), words: formatDate(inWords) };
    yield found(record, "words-differ-from-date", [date, words], { params });
  }
}

/** Rule 30: declarations carry the date of their note, and are cancelled after they were made. */
export function* checkDeclarations(record: RecordView): Iterable<Finding> {
  for (const { kind, declared, cancelled } of record.recordType.facts.declarations ?? []) {
    const code = record.text(kind);
    // Code 1 is a declaration, code 2 its cancellation, which presupposes the first.
    const needed = code === "1" ? [declared] : code === "2" ? [declared, cancelled] : [];
    const missing = needed.filter((column) => record.value(column) === undefined);
    for (const column of missing) yield found(record, "declaration-dates-missing", [column, kind]);
    const [start, end] = [record.date(declared), record.date(cancelled)];
    if (start !== undefined && end !== undefined && isDefinitelyBefore(end, start)) {
      const params = { declared: formatDate(start), cancelled: formatDate(end) };
      yield found(record, "declaration-dates-reversed", [cancelled, declared], { params });
    }
  }
}
