import type { PageAsked } from "@sogoc/core";
import type { Access } from "../access.ts";
import { casesOfBook } from "../figures/book-cases.ts";
import { type BookLinesAccess, bookLines } from "../figures/book-lines.ts";
import { getBook } from "../steps/get-book.ts";

interface CasesAsked extends PageAsked {
  readonly bookId: string;
  /** Who asks: cases that they key a second time are left out. */
  readonly account: string;
}

/** A page of the cases of a book by number, with the book's own line. Throws `book-unknown`. */
export const listCasesOfBook = async (
  access: Access<"books" | "freshness" | "records"> & BookLinesAccess,
  { bookId, account, limit, after }: CasesAsked,
) => {
  const freshness = await access.freshness(["books", "batches", "records", "scans"]);
  const row = await getBook(access, bookId);
  const { items, next } = await casesOfBook(access, row.id, account, { limit, after });
  const [book] = await bookLines(access, [row]);
  return { book, items, next, freshness };
};
