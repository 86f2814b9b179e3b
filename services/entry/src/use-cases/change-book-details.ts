import { type CommandContext, type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type BookCommand, bookDecider } from "../domain/book.ts";
import { hasAcceptedCases } from "../steps/has-accepted-cases.ts";
import { loadBook } from "../steps/load-book.ts";

export const changeBookDetailsRefusals = [
  "book-accepted",
  "book-unknown",
] as const satisfies readonly ErrorCode[];

/**
 * The office tells a book from others of its number, and stands in what was accepted of it. Throws
 * `book-accepted`.
 */
const requireOfficeFree = async (
  commands: Pick<CommandHandler, "load">,
  bookId: string,
  office: string | undefined,
): Promise<void> => {
  if (office === undefined) return;
  const registered = await loadBook(commands, bookId);
  if (office !== registered.office && (await hasAcceptedCases(commands, bookId)))
    throw new CommandRejected("book-accepted");
};

/**
 * Changes what is written down of a book; what is left out stays as it is. Throws what
 * `changeBookDetailsRefusals` names.
 */
export const changeBookDetails = async (
  commands: Pick<CommandHandler, "handle" | "load">,
  bookId: string,
  details: Omit<DataOf<"BookDetailsChanged">, "bookId">,
  context: CommandContext,
) => {
  await requireOfficeFree(commands, bookId, details.office);
  const command: BookCommand = { type: "ChangeBookDetails", data: { bookId, ...details } };
  const handled = await commands.handle(bookDecider, bookId, command, context);
  return { handled, content: { bookId } };
};
