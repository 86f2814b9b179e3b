import { uuidFrom } from "@sogoc/core";
import { foldForSearch } from "@sogoc/registers";

/** What tells one paper book from another. */
export interface BookIdentity {
  readonly unitId: string;
  readonly recordType: string;
  /** `NN/YYYY` */
  readonly bookNumber: string;
  readonly office: string;
}

/**
 * The id of a book, made from who holds it, its type, its number and the office that wrote it:
 * after a merger one commune holds the books `01/2008` of several former ones.
 */
export const bookIdOf = ({ unitId, recordType, bookNumber, office }: BookIdentity): string =>
  uuidFrom("book", unitId, recordType, bookNumber, foldForSearch(office));

/**
 * How the name of an office was folded until 0.2.0, when hyphens, apostrophes and Ð told books
 * apart. Ids of that time stay.
 */
const foldOfOldIds = (office: string): string =>
  office
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .replace(/[đĐ]/gu, "d")
    .toLowerCase()
    .replace(/\s+/gu, " ")
    .trim();

/** The id that a book with this spelling got until 0.2.0; mostly it is the same today. */
export const oldBookIdOf = ({ unitId, recordType, bookNumber, office }: BookIdentity): string =>
  uuidFrom("book", unitId, recordType, bookNumber, foldOfOldIds(office));

/** Whether two spellings name one office. */
export const sameOffice = (one: string, other: string): boolean =>
  foldForSearch(one) === foldForSearch(other);

/**
 * `number` is the normalised registration number with its suffix: the same case always gets the
 * same id.
 */
export const recordIdOf = (bookId: string, number: string): string =>
  uuidFrom("record", bookId, number.toLowerCase());

/** Id of the batch that an import opens for a book: the same however often the import is begun. */
export const importBatchId = (importId: string, bookId: string): string =>
  uuidFrom("import-batch", importId, bookId);
