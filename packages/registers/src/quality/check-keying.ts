import { dayNumber } from "../date-range.ts";
import { foldForSearch } from "../fold.ts";
import { groupBy } from "../group-by.ts";
import { type CompleteDate, formatDate } from "../partial-date.ts";
import type { PersonColumns } from "../record-type-schema.ts";
import { type BookFinding, type BookRecord, bookFinding } from "./book-record.ts";
import { limitOn } from "./limits.ts";
import { viewRecord } from "./record-view.ts";

interface Signature {
  readonly record: BookRecord;
  readonly field: string;
  readonly name: string;
  readonly person: string;
  readonly date: CompleteDate;
  readonly day: number;
}

function* signatures(records: Iterable<BookRecord>): Iterable<Signature> {
  for (const record of records) {
    const view = viewRecord(record);
    const field = record.recordType.facts.signatory?.name;
    const name = view.text(field);
    const date = view.registered;
    if (field === undefined || name === undefined || date === undefined) continue;
    const person = `${foldForSearch(view.text(view.key.office) ?? "")}|${foldForSearch(name)}`;
    yield { record, field, name, person, date, day: dayNumber(date) };
  }
}

/**
 * Rule 29: the term of a signatory is learned from their signatures; one far away from all others
 * stands out.
 */
export const checkSignatories = (records: Iterable<BookRecord>): BookFinding[] => {
  const [sample, gap] = [limitOn("signatory-sample").min, limitOn("signatory-gap").max];
  const findings: BookFinding[] = [];
  for (const own of groupBy(signatures(records), ({ person }) => person).values()) {
    if (own.length < sample) continue;
    const ordered = own.sort((a, b) => a.day - b.day);
    for (const [index, signature] of ordered.entries()) {
      const nearest = [ordered[index - 1], ordered[index + 1]]
        .filter((other) => other !== undefined)
        .map((other) => Math.abs(other.day - signature.day));
      if (Math.min(...nearest) <= gap) continue;
      const others = ordered.filter((other) => other !== signature);
      const [first, last] = [others[0], others.at(-1)];
      if (first === undefined || last === undefined) continue;
      const params = {
        name: signature.name,
        date: formatDate(signature.date),
        from: formatDate(first.date),
        to: formatDate(last.date),
      };
      const fields = [signature.field];
      findings.push(bookFinding("signatory-outside-term", [signature.record], { fields, params }));
    }
  }
  return findings;
};

/** Columns whose value belongs to one person and should not run through many rows. */
const personalColumns = (persons: readonly PersonColumns[]): string[] =>
  persons
    .flatMap((person) => [person.name, person.birth, person.personalId, person.paper?.number])
    .filter((code) => code !== undefined);

function* checkCopies(rows: readonly BookRecord[]): Iterable<BookFinding> {
  const most = limitOn("copied-rows").max;
  const recordType = rows[0]?.recordType;
  if (recordType === undefined) return;
  const views = rows.map(viewRecord);
  for (const code of personalColumns(recordType.persons)) {
    let start = 0;
    for (let at = 1; at <= views.length; at += 1) {
      const text = views[start]?.text(code);
      if (at < views.length && text !== undefined && views[at]?.text(code) === text) continue;
      if (text !== undefined && at - start > most) {
        const params = { text, count: String(at - start) };
        const field = views[start]?.field(code) ?? code;
        yield bookFinding("value-copied-down", rows.slice(start, at), { fields: [field], params });
      }
      start = at;
    }
  }
}

/** Rule 31: rows keyed faster than a person can, and values copied down a column. */
export const checkKeying = (records: Iterable<BookRecord>): BookFinding[] => {
  const rows = [...records];
  const { min } = limitOn("keying-seconds");
  const findings: BookFinding[] = [];
  for (const record of rows) {
    const { keyedSeconds } = record;
    if (keyedSeconds !== undefined && keyedSeconds < min) {
      const view = viewRecord(record);
      const params = { number: view.text(view.key.number) ?? "", seconds: String(keyedSeconds) };
      findings.push(bookFinding("keyed-too-fast", [record], { params }));
    }
  }
  const byKeyer = groupBy(rows, (record) => `${record.recordType.code}|${record.keyedBy ?? ""}`);
  for (const own of byKeyer.values()) findings.push(...checkCopies(own));
  return findings;
};
