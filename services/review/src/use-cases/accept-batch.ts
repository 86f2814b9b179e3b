import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { reviewDecider } from "../domain/review.ts";
import { verdictRefusals } from "./verdict-refusals.ts";

export const acceptBatchRefusals = [
  ...verdictRefusals,
  "error-limit-exceeded",
] as const satisfies readonly ErrorCode[];

/** Accepts a batch by the checks of its sample. Throws what `acceptBatchRefusals` names. */
export const acceptBatch = async (
  commands: Pick<CommandHandler, "handle">,
  reviewId: string,
  note: string | undefined,
  context: CommandContext,
) => {
  const command = { type: "AcceptBatch", note, accountId: context.actor.account } as const;
  const handled = await commands.handle(reviewDecider, reviewId, command, context);
  return { handled, content: { reviewId } };
};
