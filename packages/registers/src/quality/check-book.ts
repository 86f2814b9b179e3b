import type { BookFinding, BookRecord } from "./book-record.ts";
import { checkAcrossRecords } from "./check-across-records.ts";
import { type BookFile, checkFiles } from "./check-files.ts";
import { checkKeying, checkSignatories } from "./check-keying.ts";
import { checkDuplicates, checkSequence } from "./check-sequence.ts";
import type { BookContext } from "./record-view.ts";

/** The book and, when its scans are known, its files; without `files` rule 7 is not looked at. */
export interface BookInput extends BookContext {
  readonly files?: Iterable<BookFile> | undefined;
}

/**
 * All rules over a list of records, in one call. Each part may also be called alone, with records
 * of many books.
 */
export const checkBook = (records: Iterable<BookRecord>, book: BookInput = {}): BookFinding[] => {
  const all = [...records];
  return [
    ...checkDuplicates(all),
    ...checkSequence(all),
    ...(book.files === undefined ? [] : checkFiles(all, book.files, book)),
    ...checkAcrossRecords(all),
    ...checkSignatories(all),
    ...checkKeying(all),
  ];
};
