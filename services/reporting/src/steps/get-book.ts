import { CommandRejected } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import type { BookPart, BookView } from "../read-models/book-view.ts";

/** A book whose registration was heard of. */
export interface RegisteredBook extends BookView {
  /** What its registration says, and what was changed of that since. */
  readonly details: BookPart;
}

/** Throws `book-unknown`, also while only the book's records were heard of. */
export const getBook = async ({ books }: Dependencies<"books">, bookId: string): Promise<RegisteredBook> => {
  const row = await books.find(bookId);
  if (!row?.book) throw new CommandRejected("book-unknown");
  return { ...row, details: row.book };
};
