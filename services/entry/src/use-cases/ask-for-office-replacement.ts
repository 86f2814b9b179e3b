import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  uuidFrom,
} from "@sogoc/core";
import { type BookCommand, bookDecider } from "../domain/book.ts";
import type { RegisteredBook } from "../steps/load-book.ts";
import { loadHasAcceptedBatch } from "../steps/load-is-accepted.ts";

export const askForOfficeReplacementRefusals = [
  "book-unknown",
  "exchange-needless",
  "exchange-waiting",
] as const satisfies readonly ErrorCode[];

/**
 * Asks for another registering office of a book of which batches were accepted; a second person
 * decides. Throws what `askForOfficeReplacementRefusals` names.
 */
export const askForOfficeReplacement = async (
  commands: Pick<CommandHandler, "handle" | "load">,
  { bookId, unitId }: RegisteredBook,
  { office, reason }: { readonly office: string; readonly reason: string },
  context: CommandContext,
) => {
  if (!(await loadHasAcceptedBatch(commands, bookId))) throw new CommandRejected("exchange-needless");
  const exchangeId = uuidFrom("exchange", context.commandId);
  const data = { exchangeId, bookId, unitId, office, reason, requestedBy: context.actor.account };
  const command: BookCommand = { type: "RequestOfficeReplacement", data };
  const handled = await commands.handle(bookDecider, bookId, command, context);
  return { handled, content: { exchangeId } };
};
