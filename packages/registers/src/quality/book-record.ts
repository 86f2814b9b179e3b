import { formatBookNumber, parseBookNumber } from "../book-number.ts";
import type { FieldValues } from "../field-value.ts";
import { type Finding, type FindingParts, finding } from "../finding.ts";
import type { RecordType } from "../record-type-schema.ts";
import {
  compareRegistrationNumbers,
  parseRegistrationNumber,
  type RegistrationNumber,
  registrationNumberKey,
} from "../registration-number.ts";
import { type RecordView, viewRecord } from "./record-view.ts";

/** A record among others. `id` is the caller's; findings name it. */
export interface BookRecord {
  readonly id: string;
  readonly recordType: RecordType;
  readonly fields: FieldValues;
  /** ids of rules that a person confirmed for this record */
  readonly confirmed?: readonly string[] | undefined;
  /** who keyed it; rows of one keyer in the order of keying */
  readonly keyedBy?: string | undefined;
  readonly keyedSeconds?: number | undefined;
}

/**
 * A finding about one or more records of a list; `records` holds their ids, none for a file without
 * record.
 */
export type BookFinding = Finding & { records: string[] };

export const bookFinding = (
  rule: string,
  records: readonly BookRecord[],
  parts: FindingParts = {},
): BookFinding => ({ ...finding(rule, parts), records: records.map(({ id }) => id) });

/** A record with its number read; the key is unique in a book. */
export interface NumberedRecord {
  readonly record: BookRecord;
  readonly view: RecordView;
  readonly number: RegistrationNumber;
  readonly year: number | undefined;
  readonly key: string;
}

/** The records that carry a usable number, in the order of the list. */
export const numberRecords = (records: Iterable<BookRecord>): NumberedRecord[] => {
  const numbered: NumberedRecord[] = [];
  for (const record of records) {
    const view = viewRecord(record);
    const number = parseRegistrationNumber(view.text(view.key.number) ?? "");
    if (number === undefined) continue;
    const year = number.year ?? view.date(view.key.date)?.year;
    numbered.push({ record, view, number, year, key: registrationNumberKey(number, year) });
  }
  return numbered;
};

/** Year, then number, then suffix: the order in which a book is written. */
export const inBookOrder = (records: readonly NumberedRecord[]): NumberedRecord[] =>
  [...records].sort(
    (a, b) => (a.year ?? 0) - (b.year ?? 0) || compareRegistrationNumbers(a.number, b.number),
  );

/** `02/2008` however it is written; the text itself when it cannot be read. */
export const bookOf = (view: RecordView): string => {
  const text = view.text(view.key.book) ?? "";
  const book = parseBookNumber(text);
  return book === undefined ? text : formatBookNumber(book);
};
