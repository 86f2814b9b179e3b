import { CommandRejected } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import type { BookPart, BookView } from "../read-models/book-view.ts";

export type RegisteredBook = BookView & { readonly book: BookPart };

/** Throws `book-unknown`, also while only the book's records were heard of. */
export const getBook = async ({ books }: Dependencies<"books">, bookId: string): Promise<RegisteredBook> => {
  const row = await books.find(bookId);
  if (!row?.book) throw new CommandRejected("book-unknown");
  return { ...row, book: row.book };
};
