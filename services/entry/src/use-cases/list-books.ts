import type { Page, PageAsked } from "@sogoc/core";
import type { BookReader, BookView } from "../read-models/books.ts";

interface BooksAsked extends PageAsked {
  readonly unitIds: readonly string[];
  readonly recordType?: string | undefined;
}

/** Books of some units, in the order of their shelves. */
export const listBooks = (
  books: BookReader,
  { unitIds, recordType, limit, after }: BooksAsked,
): Promise<Page<BookView>> =>
  books.query({
    where: { unitId: { in: unitIds }, recordType },
    orderBy: [{ column: "recordType" }, { column: "openingYear" }, { column: "bookNumber" }],
    limit,
    after,
  });
