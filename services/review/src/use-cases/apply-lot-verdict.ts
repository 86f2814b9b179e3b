import type { CommandContext, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { reviewDecider } from "../domain/review.ts";
import { countOpenFindings, type RuleReaders } from "./count-open-findings.ts";

interface ApplyLotVerdictAccess extends RuleReaders {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

/**
 * Carries a lot's verdict out on each of its batches, in the name of who gave it. `contextOf` gives
 * the context of the command about a review.
 */
export const applyLotVerdict = async (
  access: ApplyLotVerdictAccess,
  { lotId, verdict, batches, decidedBy: accountId, reason = "", bookCounts }: DataOf<"LotDecided">,
  contextOf: (reviewId: string) => CommandContext,
): Promise<void> => {
  const decided = { type: "ApplyLotVerdict", lotId, verdict, reason, accountId } as const;
  for (const { reviewId, bookId } of batches) {
    const { state } = await access.commands.load(reviewDecider, reviewId);
    const command = {
      ...decided,
      bookCounts: bookCounts?.find((counts) => counts.bookId === bookId),
      unanswered: await countOpenFindings(access, state.opened),
    };
    await access.commands.handle(reviewDecider, reviewId, command, contextOf(reviewId));
  }
};
