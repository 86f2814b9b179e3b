import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type BookCommand, bookDecider } from "../domain/book.ts";

export const decideReplacementRefusals = [
  "book-unknown",
  "exchange-decided",
  "exchange-of-yourself",
  "exchange-outdated",
  "exchange-unknown",
  "reset-by-yourself",
  "scan-refused",
] as const satisfies readonly ErrorCode[];

/** Which request, and why it is declined; approved where no reason is given. */
interface ReplacementDecision {
  readonly bookId: string;
  readonly exchangeId: string;
  readonly declined?: string | undefined;
}

/**
 * Decides what somebody else asked for: approved, the scan or the office is replaced with the same
 * event. Throws what `decideReplacementRefusals` names.
 */
export const decideReplacement = async (
  commands: Pick<CommandHandler, "handle">,
  { bookId, exchangeId, declined }: ReplacementDecision,
  context: CommandContext,
) => {
  const by = context.actor.account;
  const command: BookCommand =
    declined === undefined
      ? { type: "ApproveReplacement", exchangeId, by }
      : { type: "DeclineReplacement", exchangeId, by, reason: declined };
  const handled = await commands.handle(bookDecider, bookId, command, context);
  return { handled, content: { exchangeId } };
};
