import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type ReviewCommand, reviewDecider } from "../domain/review.ts";
import { verdictRefusals } from "./verdict-refusals.ts";

export const returnBatchRefusals = [
  ...verdictRefusals,
  "marks-required",
] as const satisfies readonly ErrorCode[];

/** Sends a batch back with the marks of its checks. Throws what `returnBatchRefusals` names. */
export const returnBatch = async (
  commands: Pick<CommandHandler, "handle">,
  reviewId: string,
  reason: string,
  context: CommandContext,
) => {
  const command: ReviewCommand = { type: "ReturnBatch", reason, accountId: context.actor.account };
  const handled = await commands.handle(reviewDecider, reviewId, command, context);
  return { handled, content: { reviewId } };
};
