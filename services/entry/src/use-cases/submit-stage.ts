import {
  type CommandContext,
  type CommandHandler,
  digestOfRevisions,
  type ErrorCode,
  everyDocument,
} from "@sogoc/core";
import { type BatchCommand, batchDecider } from "../domain/batch.ts";
import type { RecordReader } from "../read-models/records.ts";
import type { BatchGate } from "../steps/create-batch-gate.ts";
import { type LogProgress, requireReadModelsCurrent } from "../steps/require-read-models-current.ts";

export interface SubmitStageDependencies {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly gate: Pick<BatchGate, "submitting">;
  readonly records: RecordReader;
  readonly readModelsAndReactions: LogProgress;
}

export const submitStageRefusals = [
  "batch-already-submitted",
  "batch-assigned-to-another",
  "batch-empty",
  "batch-locked",
  "batch-not-assigned",
  "batch-unknown",
  "batch-withdrawn",
  "differences-open",
  "keyed-by-yourself",
  "not-keyed-again",
  "second-keying-finished",
] as const satisfies readonly ErrorCode[];

/**
 * Ends the first keying, the second, or the arbitration; what comes next the batch decides. Nobody
 * keys meanwhile, and the digest names each record with the revision that last changed its fields:
 * a note by decision may be written at any time. Throws what `submitStageRefusals` names, or
 * `read-model-behind`.
 */
export const submitStage = (
  { commands, gate, records: model, readModelsAndReactions }: SubmitStageDependencies,
  batchId: string,
  as: "keyer" | "arbiter",
  context: CommandContext,
) =>
  gate.submitting(batchId, async () => {
    await requireReadModelsCurrent(readModelsAndReactions);
    const records = await everyDocument(model, { where: { batchId, status: "entered" } });
    const command: BatchCommand = {
      type: "SubmitBatch",
      accountId: context.actor.account,
      as,
      now: context.at.toISOString(),
      recordCount: records.length,
      digest: digestOfRevisions(records.map(({ id, contentRevision: revision }) => ({ id, revision }))),
      notKeyedAgain: records.filter(({ second }) => second === undefined).length,
      senders: [...new Set(records.flatMap(({ sentBy = [] }) => sentBy))],
      differences: records.reduce((sum, { second }) => sum + (second?.undecided.length ?? 0), 0),
    };
    const handled = await commands.handle(batchDecider, batchId, command, context);
    return { handled, content: { batchId, records: records.length } };
  });
