import type { CommandContext, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type MarkOfRecord, type ReviewState, reviewDecider } from "../domain/review.ts";
import { countUnansweredFindings, type RuleReaders } from "../steps/count-unanswered-findings.ts";
import { listMarks, type MarkReaders, notMendedOf } from "../steps/list-marks.ts";

interface ApplyLotVerdictDependencies extends MarkReaders, RuleReaders {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

/**
 * What of a batch goes back to be answered: nothing where the lot was accepted as it is, since its
 * gate saw to that, and nothing where it was decided before this was asked at all.
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
 * What an earlier round marked and came back as it was goes back with a lot that is returned, and
 * keeps a batch from being accepted with its lot.
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
 * Carries a lot's verdict out on each of its batches, in the name of who gave it, by the rules by
 * which it was given: a batch in which something came up since is not accepted. `contextOf` gives
 * the context of the command about a review.
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
