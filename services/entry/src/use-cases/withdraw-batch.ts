import { type CommandContext, type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import { type BatchCommand, batchDecider } from "../domain/batch.ts";
import type { BatchReader } from "../read-models/batches.ts";
import type { RecordReader } from "../read-models/records.ts";
import type { BatchGate } from "../steps/create-batch-gate.ts";
import { type ReadModelFreshness, requireReadModelsCurrent } from "../steps/require-read-models-current.ts";

interface WithdrawBatchDependencies {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly gate: Pick<BatchGate, "whileNobodyKeys">;
  readonly batches: BatchReader;
  readonly records: RecordReader;
  readonly freshnessOfAll: ReadModelFreshness;
}

export const withdrawBatchRefusals = [
  "batch-locked",
  "batch-not-empty",
  "batch-not-yours",
  "batch-unknown",
  "batch-with-somebody",
  "batch-withdrawn",
] as const satisfies readonly ErrorCode[];

/**
 * Withdraws a batch that was opened by mistake and in which no case is entered. Its numbers can be
 * allotted again, and it stays in the history. Only who opened it, or an administrator of its unit,
 * may do so. Nobody keys meanwhile. Throws what `withdrawBatchRefusals` names, or
 * `read-model-behind`.
 */
export const withdrawBatch = (
  { commands, gate, batches, records, freshnessOfAll }: WithdrawBatchDependencies,
  batchId: string,
  { reason, administers }: { readonly reason: string; readonly administers: boolean },
  context: CommandContext,
) =>
  gate.whileNobodyKeys(batchId, async () => {
    await requireReadModelsCurrent(freshnessOfAll);
    const accountId = context.actor.account;
    if (!administers && (await batches.find(batchId))?.openedBy !== accountId)
      throw new CommandRejected("batch-not-yours");
    const command: BatchCommand = {
      type: "WithdrawBatch",
      batchId,
      accountId,
      reason,
      recordCount: await records.count({ batchId, status: "entered" }),
      now: context.at.toISOString(),
    };
    const handled = await commands.handle(batchDecider, batchId, command, context);
    return { handled, content: { batchId } };
  });
