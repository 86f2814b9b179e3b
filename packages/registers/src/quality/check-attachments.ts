import { isDefinitelyBefore } from "../date-range.ts";
import type { Finding } from "../finding.ts";
import { formatDate } from "../partial-date.ts";
import { found, type RecordView } from "./record-view.ts";

/** Rule 26: a stay has a beginning and an end in order. */
export function* checkResidence(record: RecordView): Iterable<Finding> {
  const period = record.recordType.facts.residencePeriod;
  const [from, to] = [record.date(period?.from), record.date(period?.to)];
  if (from === undefined || to === undefined || !isDefinitelyBefore(to, from)) return;
  const params = { from: formatDate(from), to: formatDate(to) };
  yield found(record, "residence-period-reversed", [period?.from, period?.to], { params });
}

/** Rule 26: the purpose is told in words when, and only when, no code fits. */
export function* checkPurpose(record: RecordView): Iterable<Finding> {
  const { purpose } = record.recordType.facts;
  const code = record.text(purpose?.kind);
  if (purpose === undefined || code === undefined) return;
  const told = record.text(purpose.text) !== undefined;
  const kept = record.value(purpose.text) !== undefined;
  if (code === purpose.other ? !kept : told) {
    const params = { code: purpose.other };
    yield found(record, "purpose-text-mismatch", [purpose.text, purpose.kind], { params });
  }
}

/**
 * Rule 27: the death notice is told whole, and was written between the death and its registration.
 */
export function* checkDeathNotice(record: RecordView): Iterable<Finding> {
  const notice = record.recordType.facts.deathNotice;
  if (notice === undefined) return;
  const kind = record.text(notice.kind);
  const hasKind = kind !== undefined && kind !== notice.none;
  const kindKept = kind !== notice.none && record.value(notice.kind) !== undefined;
  const told = record.text(notice.number) !== undefined || record.text(notice.date) !== undefined;
  const kept = record.value(notice.number) !== undefined || record.value(notice.date) !== undefined;
  if (hasKind ? !kept : told && !kindKept) {
    yield found(record, "death-notice-incomplete", [notice.kind, notice.number, notice.date]);
  }
  const [date, death, registered] = [record.date(notice.date), record.date(notice.death), record.registered];
  if (date === undefined) return;
  const early = death !== undefined && isDefinitelyBefore(date, death);
  const late = registered !== undefined && isDefinitelyBefore(registered, date);
  if (early || late) {
    yield found(record, "death-notice-date", [notice.date, notice.death, record.key.date], {
      params: { date: formatDate(date) },
    });
  }
}

/** Rules 24 and 25: the places existed on that day. Silent without somebody who knows the units. */
export function* checkPlaces(record: RecordView): Iterable<Finding> {
  const { office: officeKnown, province: provinceKnown } = record.input.places ?? {};
  const on = record.text(record.key.date);
  if (record.registered !== undefined && on !== undefined && officeKnown !== undefined) {
    const office = record.text(record.key.office);
    if (office !== undefined && !officeKnown(office, on)) {
      yield found(record, "office-unknown", [record.key.office, record.key.date], {
        params: { text: office },
      });
    }
  }
  if (provinceKnown === undefined) return;
  for (const person of record.recordType.persons) {
    const place = record.text(person.birthplace);
    const born = record.text(person.birth);
    const day = born ?? on;
    if (place === undefined || day === undefined || provinceKnown(place, day)) continue;
    const read = [person.birthplace, person.birth, born === undefined ? record.key.date : undefined];
    yield found(record, "birthplace-province-unknown", read, { params: { text: place } });
  }
}
