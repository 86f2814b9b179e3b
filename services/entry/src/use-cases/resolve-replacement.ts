import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type BookCommand, bookDecider } from "../domain/book.ts";
import type { RecordReader } from "../read-models/records.ts";
import { getHandsInCases } from "../steps/get-hands-in-cases.ts";

export const resolveReplacementRefusals = [
  "book-unknown",
  "cases-made-by-yourself",
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

interface ResolveReplacementDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly records: RecordReader;
}

/**
 * Decides what somebody else asked for. Approved, the scan or the office is replaced by the event
 * that says so. Nobody decides what is about cases that they have a hand in. Throws what
 * `resolveReplacementRefusals` names.
 */
export const resolveReplacement = async (
  { commands, records }: ResolveReplacementDependencies,
  { bookId, exchangeId, declined }: ReplacementDecision,
  context: CommandContext,
) => {
  const by = context.actor.account;
  const { state } = await commands.load(bookDecider, bookId);
  const handsInCases = await getHandsInCases(records, bookId, state.replacements.get(exchangeId)?.requested);
  const command: BookCommand =
    declined === undefined
      ? { type: "ApproveReplacement", exchangeId, by, handsInCases }
      : { type: "DeclineReplacement", exchangeId, by, handsInCases, reason: declined };
  const handled = await commands.handle(bookDecider, bookId, command, context);
  return { handled, content: { exchangeId } };
};
