import type { Acting, ErrorCode } from "@sogoc/core";
import { type UnclearValues, unclearValuesOf } from "../domain/unclear-values.ts";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";
import type { RecordReader } from "../read-models/records.ts";
import { listRecordsOfBatch } from "../steps/list-records-of-batch.ts";
import type { OpenedReview } from "../steps/load-review.ts";
import { requireMaySeeFirstKeying } from "../steps/require-may-see-first-keying.ts";

export const unclearValuesRefusals = [
  "blind-keying",
  "review-unknown",
] as const satisfies readonly ErrorCode[];

interface UnclearValuesReaders {
  readonly records: RecordReader;
  readonly keyedBatches: BatchKeyingReader;
}

interface UnclearValuesAsked {
  readonly kind?: keyof UnclearValues | undefined;
  readonly limit: number;
}

/**
 * The unclear values of a review's batch as it is now, each with its place; the verdict's basis
 * only counts them. `total` counts all of the kinds asked for; `recordIds` are the records of the
 * values in the answer. Throws what `unclearValuesRefusals` names.
 */
export const listUnclearValues = async (
  { records, keyedBatches }: UnclearValuesReaders,
  { opened }: Pick<OpenedReview, "opened">,
  { kind, limit }: UnclearValuesAsked,
  reader: Acting,
) => {
  await requireMaySeeFirstKeying({ keyedBatches }, reader, opened.batchId);
  const all = unclearValuesOf(await listRecordsOfBatch(records, opened.batchId)).filter(
    (one) => kind === undefined || one.kind === kind,
  );
  const values = all.slice(0, limit);
  return { total: all.length, values, recordIds: [...new Set(values.map(({ recordId }) => recordId))] };
};
