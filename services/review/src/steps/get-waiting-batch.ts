import { CommandRejected, digestOfRevisions } from "@sogoc/core";
import type { RecordReader } from "../read-models/records.ts";
import type { WaitingBatchReader } from "../read-models/waiting-batches.ts";
import { listRecordsOfBatch } from "./list-records-of-batch.ts";

export interface WaitingBatchReaders {
  readonly waiting: WaitingBatchReader;
  readonly records: RecordReader;
}

/**
 * A waiting batch with its records as they were submitted. Throws `batch-not-waiting`, or
 * `read-model-behind` where the records known here are not those that were submitted.
 */
export const getWaitingBatch = async ({ waiting, records: model }: WaitingBatchReaders, batchId: string) => {
  const batch = await waiting.find(batchId);
  if (!batch?.submitted || batch.waiting === 0) throw new CommandRejected("batch-not-waiting", { batchId });
  const records = await listRecordsOfBatch(model, batchId);
  const digest = digestOfRevisions(records.map(({ id, contentRevision: revision }) => ({ id, revision })));
  if (digest !== batch.submitted.digest) throw new CommandRejected("read-model-behind");
  return { batchId, submitted: batch.submitted, records };
};
