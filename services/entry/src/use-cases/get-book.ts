import { CommandRejected } from "@sogoc/core";
import type { BookReader, BookView } from "../read-models/books.ts";

/** One book as it is shown. Throws `book-unknown`, also while only its batches were heard of. */
export const getBook = async (books: BookReader, bookId: string): Promise<BookView> => {
  const book = await books.find(bookId);
  if (!book || book.unitId === null) throw new CommandRejected("book-unknown");
  return book;
};
