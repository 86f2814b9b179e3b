import type { CommandContext, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { reviewDecider } from "../domain/review.ts";

/**
 * Carries a lot's verdict out on each of its batches, in the name of who gave it. `contextOf` gives
 * the context of the command about a review.
 */
export const applyLotVerdict = async (
  commands: Pick<CommandHandler, "handle">,
  { lotId, verdict, batches, decidedBy: accountId, reason = "" }: DataOf<"LotDecided">,
  contextOf: (reviewId: string) => CommandContext,
): Promise<void> => {
  const command = { type: "ApplyLotVerdict", lotId, verdict, reason, accountId } as const;
  for (const { reviewId } of batches)
    await commands.handle(reviewDecider, reviewId, command, contextOf(reviewId));
};
