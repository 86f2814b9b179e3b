import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type BookCommand, bookDecider } from "../domain/book.ts";

export const reconcileBookRefusals = ["book-unknown"] as const satisfies readonly ErrorCode[];

/**
 * Closes findings of a book's reconciliation, each with a reason. Throws what
 * `reconcileBookRefusals` names.
 */
export const reconcileBook = async (
  commands: Pick<CommandHandler, "handle">,
  bookId: string,
  closed: DataOf<"BookReconciled">["closed"],
  context: CommandContext,
) => {
  const command: BookCommand = { type: "ReconcileBook", data: { bookId, closed } };
  const handled = await commands.handle(bookDecider, bookId, command, context);
  return { handled, content: { bookId } };
};
