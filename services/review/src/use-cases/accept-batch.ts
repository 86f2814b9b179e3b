import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type AcceptingVerdict, gateRefusals } from "../domain/gate.ts";
import { countNotMended } from "../domain/mark-standing.ts";
import { type ReviewCommand, reviewDecider } from "../domain/review.ts";
import { verdictRefusals } from "../domain/verdict-refusals.ts";
import { type BookReaders, judgeBook } from "../steps/count-book.ts";
import { countUnansweredFindings, type RuleReaders } from "../steps/count-unanswered-findings.ts";
import { getEarlierRounds } from "../steps/get-earlier-rounds.ts";
import { listMarksAfter, type MarkReaders } from "../steps/list-marks.ts";
import { listOvertakenBefore } from "../steps/list-overtaken-before.ts";
import { listOvertakenChecks } from "../steps/list-overtaken-checks.ts";
import type { OpenedReview } from "../steps/load-review.ts";

interface AcceptBatchDependencies extends BookReaders, MarkReaders, RuleReaders {
  readonly commands: Pick<CommandHandler, "handle">;
}

export interface BatchAcceptance {
  /** After fixes: what was marked goes back to be mended, and is looked at again. */
  readonly verdict: AcceptingVerdict;
  readonly note?: string | undefined;
}

export const acceptBatchRefusals = [
  ...gateRefusals,
  ...verdictRefusals,
  "closed-by-yourself",
  "error-limit-exceeded",
] as const satisfies readonly ErrorCode[];

/**
 * Accepts a batch by its checks and by what its book says at this moment. Throws what
 * `acceptBatchRefusals` names, or `read-model-behind`.
 */
export const acceptBatch = async (
  dependencies: AcceptBatchDependencies,
  { opened, state }: OpenedReview,
  { verdict, note }: BatchAcceptance,
  context: CommandContext,
) => {
  const { reviewId, bookId, batchId } = opened;
  const { counts: bookCounts, closers } = await judgeBook(dependencies, bookId);
  const earlier = await getEarlierRounds(dependencies, opened);
  const command: ReviewCommand = {
    type: "AcceptBatch",
    verdict,
    note,
    bookCounts,
    closers,
    unansweredFindings: await countUnansweredFindings(dependencies, opened),
    notMended: countNotMended(await listMarksAfter(dependencies, earlier, { batchId, state })),
    overtaken: (await listOvertakenChecks(dependencies, opened, state.checks)).size,
    overtakenBefore: await listOvertakenBefore(dependencies, opened),
    earlierCheckers: earlier.checkers,
    accountId: context.actor.account,
  };
  const handled = await dependencies.commands.handle(reviewDecider, reviewId, command, context);
  return { handled, content: { reviewId } };
};
