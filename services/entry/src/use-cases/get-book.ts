import { CommandRejected } from "@sogoc/core";
import type { BookReader, BookView } from "../read-models/books.ts";

/** Returns a book. Throws `book-unknown`, also while only events of its batches were heard. */
export const getBook = async (books: BookReader, bookId: string): Promise<BookView> => {
  const book = await books.find(bookId);
  if (!book || book.unitId === null) throw new CommandRejected("book-unknown");
  return book;
};
