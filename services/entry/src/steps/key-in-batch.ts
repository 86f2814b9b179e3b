import type { Directory } from "@sogoc/access";
import type { CommandContext, ErrorCode } from "@sogoc/core";
import { placesKnownBy } from "@sogoc/registers";
import type { Keying } from "../domain/record-model.ts";
import { type Batch, type LoadBatchDependencies, loadBatch } from "./load-batch.ts";

/** Refusals of keying in a batch that is not open to this person now. */
export const keyingRefusals = [
  "batch-already-submitted",
  "batch-assigned-to-another",
  "batch-lease-expired",
  "batch-locked",
  "batch-not-assigned",
  "batch-unknown",
  "batch-withdrawn",
] as const satisfies readonly ErrorCode[];

export interface KeyInBatchDependencies extends LoadBatchDependencies {
  readonly directory: Pick<Directory, "tree">;
}

/**
 * Changes cases of a batch while its gate is open, be it by keying, correcting, answering a
 * finding, voiding or deciding a difference. The batch is read again if a gate has closed or opened
 * since it was read: the work may have waited for that.
 */
export const keyInBatch = async <Result>(
  dependencies: KeyInBatchDependencies,
  batch: Batch,
  context: CommandContext,
  work: (keying: Keying) => Promise<Result>,
): Promise<Result> => {
  const { batchId } = batch.opened;
  return dependencies.gate.keying(batchId, async () => {
    const isCurrent = dependencies.gate.timesClosedOrOpened() === batch.timesClosedOrOpened;
    const { state } = isCurrent ? batch : await loadBatch(dependencies, batchId);
    const knownUnits = placesKnownBy(dependencies.directory.tree().units);
    return work({
      batch: state,
      accountId: context.actor.account,
      now: context.at.toISOString(),
      knownUnits,
    });
  });
};
