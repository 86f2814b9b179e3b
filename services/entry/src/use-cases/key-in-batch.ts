import { type CommandContext, type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import type { BatchGate } from "../batch-gate.ts";
import { type BatchState, batchDecider } from "../domain/batch.ts";
import type { Keying } from "../domain/record-model.ts";

export interface Batch {
  readonly state: BatchState;
  readonly opened: NonNullable<BatchState["opened"]>;
  /** Submissions that the gate had seen begin or end when the batch was read. */
  readonly seen: number;
}

export interface BatchAccess {
  readonly commands: Pick<CommandHandler, "load">;
  readonly gate: BatchGate;
}

/** Reads a batch from its stream. Throws `batch-unknown`. */
export const loadBatch = async ({ commands, gate }: BatchAccess, batchId: string): Promise<Batch> => {
  const seen = gate.submissionsSeen();
  const { state } = await commands.load(batchDecider, batchId);
  if (!state.opened) throw new CommandRejected("batch-unknown");
  return { state, opened: state.opened, seen };
};

/** What keying in a batch refuses where the batch is not open to this person now. */
export const keyingRefusals = [
  "batch-already-submitted",
  "batch-assigned-to-another",
  "batch-lease-expired",
  "batch-locked",
  "batch-not-assigned",
  "batch-unknown",
] as const satisfies readonly ErrorCode[];

/**
 * Does one keying while nobody submits the batch. The batch is as it was read, and read again where
 * a submission has begun or ended since: this keying may have waited for it at the gate.
 */
export const keyInBatch = async <Result>(
  access: BatchAccess,
  batch: Batch,
  context: CommandContext,
  work: (keying: Keying) => Promise<Result>,
): Promise<Result> => {
  const { batchId } = batch.opened;
  return access.gate.keying(batchId, async () => {
    const isCurrent = access.gate.submissionsSeen() === batch.seen;
    const { state } = isCurrent ? batch : await loadBatch(access, batchId);
    return work({ batch: state, accountId: context.actor.account, now: context.at.toISOString() });
  });
};
