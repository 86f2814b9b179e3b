import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type HandoverCommand, handoverDecider } from "../domain/handover.ts";

export const acceptHandoverRefusals = [
  "answer-outstanding",
  "book-unknown",
  "handed-over-by-yourself",
  "handover-accepted",
  "handover-incomplete",
  "not-handed-over",
] as const satisfies readonly ErrorCode[];

/**
 * The second acceptance: everything of the book is loaded into the national database. Throws what
 * `acceptHandoverRefusals` names.
 */
export const acceptHandover = async (
  commands: Pick<CommandHandler, "handle">,
  bookId: string,
  note: string | undefined,
  context: CommandContext,
) => {
  const command: HandoverCommand = { type: "AcceptHandover", note, accountId: context.actor.account };
  const handled = await commands.handle(handoverDecider, bookId, command, context);
  return { handled, content: { bookId } };
};
