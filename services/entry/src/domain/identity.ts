import { uuidFrom } from "@sogoc/core";
import { foldForSearch } from "@sogoc/registers";

/**
 * A book is told apart by who holds it, its type, its number and the office that wrote it: after a
 * merger one commune holds the books `01/2008` of several former ones.
 */
export const bookIdOf = (book: {
  readonly unitId: string;
  readonly recordType: string;
  readonly bookNumber: string;
  readonly office: string;
}): string => uuidFrom("book", book.unitId, book.recordType, book.bookNumber, foldForSearch(book.office));

/**
 * `number` is the normalised registration number with its suffix: the same case always gets the
 * same id.
 */
export const recordIdOf = (bookId: string, number: string): string =>
  uuidFrom("record", bookId, number.toLowerCase());

/** The batch that an import opens for a book: the same one however often it is begun. */
export const importBatchId = (importId: string, bookId: string): string =>
  uuidFrom("import-batch", importId, bookId);
