import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type BookCommand, bookDecider } from "../domain/book.ts";

export const changeBookDetailsRefusals = ["book-unknown"] as const satisfies readonly ErrorCode[];

/**
 * Changes what is written down of a book; what is left out stays as it is. Throws what
 * `changeBookDetailsRefusals` names.
 */
export const changeBookDetails = async (
  commands: Pick<CommandHandler, "handle">,
  bookId: string,
  details: Omit<DataOf<"BookDetailsChanged">, "bookId">,
  context: CommandContext,
) => {
  const command: BookCommand = { type: "ChangeBookDetails", data: { bookId, ...details } };
  const handled = await commands.handle(bookDecider, bookId, command, context);
  return { handled, content: { bookId } };
};
