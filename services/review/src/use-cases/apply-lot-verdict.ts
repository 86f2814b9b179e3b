import type { CommandContext, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { reviewDecider } from "../domain/review.ts";
import type { SubmittedRecordReader } from "../read-models/submitted-records.ts";
import { countOpenFindings } from "../steps/count-open-findings.ts";

interface ApplyLotVerdictAccess {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly records: SubmittedRecordReader;
}

/**
 * Carries a lot's verdict out on each of its batches, in the name of who gave it. `contextOf` gives
 * the context of the command about a review.
 */
export const applyLotVerdict = async (
  { commands, records }: ApplyLotVerdictAccess,
  { lotId, verdict, batches, decidedBy: accountId, reason = "", bookCounts }: DataOf<"LotDecided">,
  contextOf: (reviewId: string) => CommandContext,
): Promise<void> => {
  const decided = { type: "ApplyLotVerdict", lotId, verdict, reason, accountId } as const;
  for (const { reviewId, bookId } of batches) {
    const { state } = await commands.load(reviewDecider, reviewId);
    const command = {
      ...decided,
      bookCounts: bookCounts?.find((counts) => counts.bookId === bookId),
      unanswered: await countOpenFindings(records, state.opened),
    };
    await commands.handle(reviewDecider, reviewId, command, contextOf(reviewId));
  }
};
