import type { CommandContext, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type MarkOfRecord, type ReviewState, reviewDecider } from "../domain/review.ts";
import { countUnansweredFindings, type RuleReaders } from "../steps/count-unanswered-findings.ts";
import { listMarks, type MarkReaders, notMendedOf } from "../steps/list-marks.ts";

interface ApplyLotVerdictDependencies extends MarkReaders, RuleReaders {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

/**
 * How many findings go back to be answered: none where the lot was accepted without fixes, which
 * its gate allows only if all are answered, and none where an earlier version decided, which did
 * not ask.
 */
const countToAnswer = async (
  dependencies: RuleReaders,
  lot: DataOf<"LotDecided">,
  opened: ReviewState["opened"],
): Promise<number> =>
  lot.verdict === "accepted-after-fixes" && !isByEarlierRules(lot)
    ? countUnansweredFindings(dependencies, opened)
    : 0;

const isByEarlierRules = ({ unanswered }: DataOf<"LotDecided">): boolean => unanswered === undefined;

/**
 * Marks of earlier rounds whose fields have the marked value again. They go back with a returned
 * lot, and keep their batch from being accepted with its lot.
 */
const marksToMendAgain = async (
  dependencies: MarkReaders,
  lot: DataOf<"LotDecided">,
  state: ReviewState,
): Promise<readonly MarkOfRecord[]> => {
  const { opened } = state;
  if (!opened || (lot.verdict !== "returned" && isByEarlierRules(lot))) return [];
  return notMendedOf(await listMarks(dependencies, { ...opened, state }));
};

/**
 * Carries out a lot's verdict on each of its batches, in the name of whoever gave it and by the
 * rules of that time. A batch in which something came up since is not accepted. `contextOf` gives
 * the context of the command on a review.
 */
export const applyLotVerdict = async (
  dependencies: ApplyLotVerdictDependencies,
  lot: DataOf<"LotDecided">,
  contextOf: (reviewId: string) => CommandContext,
): Promise<void> => {
  const { lotId, verdict, batches, decidedBy: accountId, reason = "", bookCounts } = lot;
  const byEarlierRules = isByEarlierRules(lot);
  const decided = { type: "ApplyLotVerdict", lotId, verdict, reason, byEarlierRules, accountId } as const;
  for (const { reviewId, bookId } of batches) {
    const { state } = await dependencies.commands.load(reviewDecider, reviewId);
    const command = {
      ...decided,
      bookCounts: bookCounts?.find((counts) => counts.bookId === bookId),
      unansweredCount: await countToAnswer(dependencies, lot, state.opened),
      notMended: await marksToMendAgain(dependencies, lot, state),
    };
    await dependencies.commands.handle(reviewDecider, reviewId, command, contextOf(reviewId));
  }
};
