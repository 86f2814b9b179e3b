import type { CommandContext, CommandHandler } from "@sogoc/core";
import { type BatchCommand, batchDecider } from "../domain/batch.ts";

/** Assigns a batch to somebody whose account is known to be in order. */
export const assignKeyer = (
  commands: Pick<CommandHandler, "handle">,
  batchId: string,
  { accountId, displayName }: { readonly accountId: string; readonly displayName: string },
  context: CommandContext,
) => {
  const now = context.at.toISOString();
  const command: BatchCommand = { type: "AssignBatch", batchId, accountId, displayName, now };
  return commands.handle(batchDecider, batchId, command, context);
};
