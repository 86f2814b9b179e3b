import type { CommandContext, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type BatchCommand, batchDecider } from "../domain/batch.ts";

/** Locks a batch that the review has accepted. A verdict of an earlier round changes nothing. */
export const lockBatch = async (
  commands: Pick<CommandHandler, "handle">,
  { batchId, reviewId, round }: Pick<DataOf<"BatchAccepted">, "batchId" | "reviewId" | "round">,
  context: CommandContext,
): Promise<void> => {
  const command: BatchCommand = { type: "LockBatch", batchId, reviewId, round };
  await commands.handle(batchDecider, batchId, command, context);
};
