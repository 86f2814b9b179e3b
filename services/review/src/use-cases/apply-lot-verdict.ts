import type { CommandContext, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type MarkOfRecord, type ReviewState, reviewDecider } from "../domain/review.ts";
import { countUnansweredFindings, type RuleReaders } from "../steps/count-unanswered-findings.ts";
import { listMarks, type MarkReaders, toMendAgain } from "../steps/list-marks.ts";

interface ApplyLotVerdictAccess extends MarkReaders, RuleReaders {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

/**
 * What of a batch goes back to be answered: nothing where the lot was accepted as it is, since its
 * gate saw to that, and nothing where it was decided before this was asked at all.
 */
const countToAnswer = async (
  access: RuleReaders,
  lot: DataOf<"LotDecided">,
  opened: ReviewState["opened"],
): Promise<number> =>
  lot.verdict === "accepted-after-fixes" && !isByEarlierRules(lot)
    ? countUnansweredFindings(access, opened)
    : 0;

const isByEarlierRules = ({ unanswered }: DataOf<"LotDecided">): boolean => unanswered === undefined;

/**
 * What an earlier round marked and came back as it was goes back with a lot that is returned, and
 * keeps a batch from being accepted with its lot.
 */
const marksToMendAgain = async (
  access: MarkReaders,
  lot: DataOf<"LotDecided">,
  state: ReviewState,
): Promise<readonly MarkOfRecord[]> => {
  const { opened } = state;
  if (!opened || (lot.verdict !== "returned" && isByEarlierRules(lot))) return [];
  return toMendAgain(await listMarks(access, { ...opened, state }));
};

/**
 * Carries a lot's verdict out on each of its batches, in the name of who gave it, by the rules by
 * which it was given: a batch in which something came up since is not accepted. `contextOf` gives
 * the context of the command about a review.
 */
export const applyLotVerdict = async (
  access: ApplyLotVerdictAccess,
  lot: DataOf<"LotDecided">,
  contextOf: (reviewId: string) => CommandContext,
): Promise<void> => {
  const { lotId, verdict, batches, decidedBy: accountId, reason = "", bookCounts } = lot;
  const byEarlierRules = isByEarlierRules(lot);
  const decided = { type: "ApplyLotVerdict", lotId, verdict, reason, byEarlierRules, accountId } as const;
  for (const { reviewId, bookId } of batches) {
    const { state } = await access.commands.load(reviewDecider, reviewId);
    const command = {
      ...decided,
      bookCounts: bookCounts?.find((counts) => counts.bookId === bookId),
      unansweredFindings: await countToAnswer(access, lot, state.opened),
      notMended: await marksToMendAgain(access, lot, state),
    };
    await access.commands.handle(reviewDecider, reviewId, command, contextOf(reviewId));
  }
};
