import { formatBookNumber, parseBookNumber } from "../book-number.ts";
import type { FieldValues } from "../field-value.ts";
import { type Finding, type FindingParts, finding } from "../finding.ts";
import { columnsOfRegister } from "../record-type.ts";
import type { RecordType } from "../record-type-schema.ts";
import { getRecordType } from "../record-types.ts";
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
  /**
   * The registered book that it is in; without it, records of one office, type and book number are
   * of one book.
   */
  readonly bookId?: string | undefined;
  readonly recordType: RecordType;
  readonly fields: FieldValues;
  /** ids of rules that a person confirmed for this record */
  readonly confirmed?: readonly string[] | undefined;
  /** who keyed it; rows of one keyer in the order of keying */
  readonly keyedBy?: string | undefined;
  readonly keyedSeconds?: number | undefined;
}

/** A case as read models of services keep it. */
export interface CaseOfBook {
  readonly id: string;
  readonly bookId: string;
  /** Code of its book type. */
  readonly recordType: string;
  readonly bookNumber: string;
  /** As it makes the case unique: with the letter of a second case under one number. */
  readonly number: string;
  readonly fields: FieldValues;
  /** A person confirmed that the number stands twice in the book. */
  readonly duplicate: boolean;
}

/**
 * A case as the rules over a book read it, for every service alike: what a case writes of its book
 * and office splits no book, and a second case under one number is confirmed as such.
 */
export const toBookRecord = (one: CaseOfBook): BookRecord => {
  const recordType = getRecordType(one.recordType);
  const { number, book } = columnsOfRegister(recordType);
  return {
    id: one.id,
    bookId: one.bookId,
    recordType,
    fields: { ...one.fields, [book]: { raw: one.bookNumber }, [number]: { raw: one.number } },
    confirmed: one.duplicate ? ["duplicate-registration"] : undefined,
  };
};

/** The year in which a case was registered, by its date; undefined where that tells none. */
export const registrationYearOf = (one: CaseOfBook): number | undefined => {
  const view = viewRecord(toBookRecord(one));
  return view.date(view.key.date)?.year;
};

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
