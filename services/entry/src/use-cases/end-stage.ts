import {
  type CommandContext,
  type CommandHandler,
  digestOfRevisions,
  type ErrorCode,
  everyDocument,
} from "@sogoc/core";
import { type BatchCommand, batchDecider, secondKeyingSince } from "../domain/batch.ts";
import type { RecordReader, RecordView } from "../read-models/records.ts";
import type { BatchGate } from "../steps/create-batch-gate.ts";
import {
  type FirstKeyingDependencies,
  firstKeyingReadRefusals,
  requireFirstKeyingUnread,
} from "../steps/require-first-keying-unread.ts";
import { type ReadModelFreshness, requireReadModelsCurrent } from "../steps/require-read-models-current.ts";

export interface EndStageDependencies extends FirstKeyingDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly gate: Pick<BatchGate, "whileNobodyKeys">;
  readonly records: RecordReader;
  readonly freshnessOfAll: ReadModelFreshness;
}

export const endStageRefusals = [
  ...firstKeyingReadRefusals,
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

/** Throws where whoever ends a second keying has read something of the first. */
const requireKeyedUnread = async (
  dependencies: EndStageDependencies,
  batchId: string,
  keyed: readonly RecordView[],
  { actor, at }: CommandContext,
): Promise<void> => {
  const { state } = await dependencies.commands.load(batchDecider, batchId);
  const assignedAt = secondKeyingSince(state, actor.account);
  if (!assignedAt || !state.opened) return;
  await requireFirstKeyingUnread(dependencies, { opened: state.opened, keyed, assignedAt }, actor, at);
};

/**
 * Ends the first keying, the second, or the arbitration; the batch decides which stage comes next.
 * Nobody keys meanwhile. The digest names each record with the revision that last changed its
 * fields, which a note by decision does not. Throws what `endStageRefusals` names, or
 * `read-model-behind`.
 */
export const endStage = (
  dependencies: EndStageDependencies,
  batchId: string,
  as: "keyer" | "arbiter",
  context: CommandContext,
) =>
  dependencies.gate.whileNobodyKeys(batchId, async () => {
    const { commands, records: model, freshnessOfAll } = dependencies;
    await requireReadModelsCurrent(freshnessOfAll);
    const records = await everyDocument(model, { where: { batchId, status: "entered" } });
    await requireKeyedUnread(dependencies, batchId, records, context);
    const command: BatchCommand = {
      type: "EndStage",
      accountId: context.actor.account,
      as,
      recordCount: records.length,
      digest: digestOfRevisions(records.map(({ id, contentRevision: revision }) => ({ id, revision }))),
      notKeyedAgain: records.filter(({ second }) => second === undefined).length,
      senders: [...new Set(records.flatMap(({ sentBy = [] }) => sentBy))],
      differences: records.reduce((sum, { second }) => sum + (second?.undecided.length ?? 0), 0),
    };
    const handled = await commands.handle(batchDecider, batchId, command, context);
    return { handled, content: { batchId, records: records.length } };
  });
