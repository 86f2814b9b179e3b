import { type CommandHandler, CommandRejected } from "@sogoc/core";
import { type BookState, bookDecider } from "../domain/book.ts";

export type RegisteredBook = NonNullable<BookState["registered"]>;

/**
 * Reads a book from its stream, so that it is there the moment it was registered. Throws
 * `book-unknown`.
 */
export const loadBook = async (
  commands: Pick<CommandHandler, "load">,
  bookId: string,
): Promise<RegisteredBook> => {
  const { state } = await commands.load(bookDecider, bookId);
  if (!state.registered) throw new CommandRejected("book-unknown");
  return state.registered;
};
