import type { CommandContext, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type BatchCommand, batchDecider } from "../domain/batch.ts";

/**
 * Opens a batch again that the review has returned. A verdict of an earlier round changes nothing.
 */
export const reopenBatch = async (
  commands: Pick<CommandHandler, "handle">,
  { batchId, reviewId, round, marks, fixesOnly }: DataOf<"BatchReturned">,
  context: CommandContext,
): Promise<void> => {
  const now = context.at.toISOString();
  const returned = { batchId, reviewId, round, marks: marks.length, fixesOnly };
  const command: BatchCommand = { type: "ReopenBatch", ...returned, now };
  await commands.handle(batchDecider, batchId, command, context);
};
