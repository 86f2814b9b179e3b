import { type CommandHandler, CommandRejected } from "@sogoc/core";
import { type BookState, bookDecider } from "../domain/book.ts";

export type RegisteredBook = NonNullable<BookState["registered"]>;

/**
 * Reads a book and its scans in force from its stream, so it shows what was written a moment ago.
 * Throws `book-unknown`.
 */
export const loadBookWithScans = async (
  commands: Pick<CommandHandler, "load">,
  bookId: string,
): Promise<Pick<BookState, "scans"> & { readonly book: RegisteredBook }> => {
  const { registered: book, scans } = (await commands.load(bookDecider, bookId)).state;
  if (!book) throw new CommandRejected("book-unknown");
  return { book, scans };
};

/** Reads a book from its stream. Throws `book-unknown`. */
export const loadBook = async (
  commands: Pick<CommandHandler, "load">,
  bookId: string,
): Promise<RegisteredBook> => (await loadBookWithScans(commands, bookId)).book;
