import { CommandRejected, digestOfRevisions, type ReadModelReader } from "@sogoc/core";
import { recordsOfBatch } from "../read-models/records-of-batch.ts";
import type { SubmittedRecord } from "../read-models/submitted-records.ts";
import type { WaitingBatch } from "../read-models/waiting-batches.ts";

export interface WaitingBatchReaders {
  readonly waiting: ReadModelReader<WaitingBatch>;
  readonly records: ReadModelReader<SubmittedRecord>;
}

/**
 * A waiting batch with its records, exactly as they were submitted. Throws `batch-not-waiting`,
 * `read-model-behind`.
 */
export const loadWaitingBatch = async ({ waiting, records: model }: WaitingBatchReaders, batchId: string) => {
  const batch = await waiting.find(batchId);
  if (!batch?.submitted || batch.waiting === 0) throw new CommandRejected("batch-not-waiting", { batchId });
  const records = await recordsOfBatch(model, batchId);
  const digest = digestOfRevisions(records.map(({ id, contentRevision: revision }) => ({ id, revision })));
  if (digest !== batch.submitted.digest) throw new CommandRejected("read-model-behind");
  return { batchId, submitted: batch.submitted, records };
};
