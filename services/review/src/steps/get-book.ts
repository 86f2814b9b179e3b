import { CommandRejected } from "@sogoc/core";
import type { BookReader, BookView } from "../read-models/books.ts";

/** A book as the entry service's events tell it. Throws `book-unknown`. */
export const getBook = async (books: BookReader, bookId: string): Promise<BookView> => {
  const book = await books.find(bookId);
  if (!book) throw new CommandRejected("book-unknown");
  return book;
};

/** What every event of a hand-over says of its book. */
export const keysOfBook = ({ id: bookId, unitId, recordType, bookNumber }: BookView) => ({
  bookId,
  unitId,
  recordType,
  bookNumber,
});
