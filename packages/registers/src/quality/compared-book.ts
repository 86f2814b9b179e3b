import { foldForSearch } from "../fold.ts";
import type { BookFile } from "./check-files.ts";

interface BookOfOffice {
  readonly id: string;
  readonly office: string;
}

/** Of books of one unit, type and number: those of the same office, written otherwise. */
export const sameBooksOf = <Book extends BookOfOffice>(
  { id, office }: BookOfOffice,
  ofNumber: readonly Book[],
): readonly Book[] =>
  ofNumber.filter((book) => book.id !== id && foldForSearch(book.office) === foldForSearch(office));

interface BookScan {
  /** `case`, `cover` or another part of the book. */
  readonly kind: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly pages: number;
}

/** The files of single cases, and how many pages of the book were scanned without its cover. */
export const scannedOf = (scans: readonly BookScan[]) => ({
  files: scans
    .filter(({ kind }) => kind === "case")
    .map(({ fileName: name, sha256, pages }): BookFile => ({ name, sha256, pages })),
  scannedPages: scans.filter(({ kind }) => kind !== "cover").reduce((sum, { pages }) => sum + pages, 0),
});
