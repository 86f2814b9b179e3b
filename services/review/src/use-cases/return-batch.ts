import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type ReviewCommand, reviewDecider } from "../domain/review.ts";
import { verdictRefusals } from "../domain/verdict-refusals.ts";
import { countUnansweredFindings, type RuleReaders } from "../steps/count-unanswered-findings.ts";
import { listMarks, type MarkReaders, toMendAgain } from "../steps/list-marks.ts";
import type { OpenedReview } from "../steps/load-review.ts";

interface ReturnBatchDependencies extends MarkReaders, RuleReaders {
  readonly commands: Pick<CommandHandler, "handle">;
}

export const returnBatchRefusals = [
  ...verdictRefusals,
  "marks-required",
] as const satisfies readonly ErrorCode[];

/**
 * Sends a batch back with the marks of its checks, with what an earlier round marked and came back
 * as it was, or because what the rules find in it was never answered. Throws what
 * `returnBatchRefusals` names.
 */
export const returnBatch = async (
  dependencies: ReturnBatchDependencies,
  { opened, state }: OpenedReview,
  reason: string,
  context: CommandContext,
) => {
  const { reviewId } = opened;
  const command: ReviewCommand = {
    type: "ReturnBatch",
    reason,
    unansweredFindings: await countUnansweredFindings(dependencies, opened),
    notMended: toMendAgain(await listMarks(dependencies, { ...opened, state })),
    accountId: context.actor.account,
  };
  const handled = await dependencies.commands.handle(reviewDecider, reviewId, command, context);
  return { handled, content: { reviewId } };
};
