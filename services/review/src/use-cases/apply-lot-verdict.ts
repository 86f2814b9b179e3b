import type { CommandContext, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { reviewDecider } from "../domain/review.ts";

/**
 * Carries a lot's verdict out on each of its batches, in the name of who gave it. `contextOf` gives
 * the context of the command about a review.
 */
export const applyLotVerdict = async (
  commands: Pick<CommandHandler, "handle">,
  { lotId, verdict, batches, decidedBy: accountId, reason = "", bookCounts }: DataOf<"LotDecided">,
  contextOf: (reviewId: string) => CommandContext,
): Promise<void> => {
  const decided = { type: "ApplyLotVerdict", lotId, verdict, reason, accountId } as const;
  for (const { reviewId, bookId } of batches) {
    const command = { ...decided, bookCounts: bookCounts?.find((counts) => counts.bookId === bookId) };
    await commands.handle(reviewDecider, reviewId, command, contextOf(reviewId));
  }
};
