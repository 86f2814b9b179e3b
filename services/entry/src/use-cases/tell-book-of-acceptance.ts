import { type CommandContext, type CommandHandler, uuidFrom } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type BookCommand, bookDecider } from "../domain/book.ts";
import { deriveContext } from "../steps/derive-context.ts";

/**
 * Notes in the stream of the book that cases of it are accepted. From then on the book refuses a
 * change of the office or of their scans; an office, or a scan, that one person changed since the
 * acceptor read the book is brought back, and the change becomes a request to a second person.
 */
export const tellBookOfAcceptance = async (
  commands: Pick<CommandHandler, "handle">,
  { bookId, batchId, reviewId, bookCounts }: DataOf<"BatchAccepted">,
  context: CommandContext,
): Promise<void> => {
  const exchangeId = uuidFrom("exchange", context.commandId);
  const { office, scansVersion } = bookCounts ?? {};
  const accepted = { bookId, batchId, reviewId, office, scansVersion };
  const command: BookCommand = { type: "NoteAcceptance", ...accepted, exchangeId };
  await commands.handle(bookDecider, bookId, command, deriveContext(context, "noted"));
};
