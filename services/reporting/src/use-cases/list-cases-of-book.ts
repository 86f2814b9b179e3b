import { type Acting, CommandRejected, type PageAsked } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { listBookCases } from "../figures/book-cases.ts";
import { type BookLinesDependencies, listBookLines } from "../figures/book-lines.ts";
import { getBook } from "../steps/get-book.ts";

interface CasesAsked extends PageAsked {
  readonly bookId: string;
  /** Who asks: cases that they key a second time are left out. */
  readonly asker: Acting;
}

/** A page of the cases of a book by number, with the book's own line. Throws `book-unknown`. */
export const listCasesOfBook = async (
  dependencies: Dependencies<"books" | "freshness" | "records"> & BookLinesDependencies,
  { bookId, asker, limit, after }: CasesAsked,
) => {
  const freshness = await dependencies.freshness(["books", "batches", "records", "scans"]);
  const row = await getBook(dependencies, bookId);
  const { items, next } = await listBookCases(dependencies, row.id, asker, { limit, after });
  const [book] = await listBookLines(dependencies, [row]);
  if (!book) throw new CommandRejected("book-unknown");
  return { book, items, next, freshness };
};
