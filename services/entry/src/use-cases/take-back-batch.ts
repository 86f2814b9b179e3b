import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type BatchCommand, batchDecider } from "../domain/batch.ts";

export const takeBackBatchRefusals = [
  "batch-not-assigned",
  "batch-not-open",
  "batch-unknown",
  "batch-withdrawn",
] as const satisfies readonly ErrorCode[];

/** Takes a batch back from whoever has it. Throws what `takeBackBatchRefusals` names. */
export const takeBackBatch = async (
  commands: Pick<CommandHandler, "handle">,
  batchId: string,
  reason: string,
  context: CommandContext,
) => {
  const command: BatchCommand = { type: "TakeBackBatch", batchId, reason };
  const handled = await commands.handle(batchDecider, batchId, command, context);
  return { handled, content: { batchId } };
};
