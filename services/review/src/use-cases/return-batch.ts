import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type ReviewCommand, reviewDecider } from "../domain/review.ts";
import { countOpenFindings, type RuleReaders } from "../steps/count-open-findings.ts";
import type { OpenedReview } from "../steps/load-review.ts";
import { verdictRefusals } from "../steps/verdict-refusals.ts";

interface ReturnBatchAccess extends RuleReaders {
  readonly commands: Pick<CommandHandler, "handle">;
}

export const returnBatchRefusals = [
  ...verdictRefusals,
  "marks-required",
] as const satisfies readonly ErrorCode[];

/**
 * Sends a batch back with the marks of its checks, or because what the rules find in it was never
 * answered. Throws what `returnBatchRefusals` names.
 */
export const returnBatch = async (
  access: ReturnBatchAccess,
  { opened }: OpenedReview,
  reason: string,
  context: CommandContext,
) => {
  const { reviewId } = opened;
  const command: ReviewCommand = {
    type: "ReturnBatch",
    reason,
    unanswered: await countOpenFindings(access, opened),
    accountId: context.actor.account,
  };
  const handled = await access.commands.handle(reviewDecider, reviewId, command, context);
  return { handled, content: { reviewId } };
};
