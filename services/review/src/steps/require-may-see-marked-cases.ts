import type { Acting } from "@sogoc/core";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";
import type { RecordReader } from "../read-models/records.ts";
import { requireMaySeeFirstKeying } from "./require-may-see-first-keying.ts";

interface MarkedCaseReaders {
  readonly records: RecordReader;
  readonly keyedBatches: BatchKeyingReader;
}

/**
 * What became of a mark reveals something of the present value. A marked case may be in another
 * batch by now, where somebody keys it a second time. Throws `blind-keying`.
 */
export const requireMaySeeMarkedCases = async (
  { records, keyedBatches }: MarkedCaseReaders,
  reader: Acting,
  marks: readonly { readonly recordId: string }[],
): Promise<void> => {
  const marked = await records.findMany([...new Set(marks.map(({ recordId }) => recordId))]);
  const batchIds = new Set([...marked.values()].map(({ batchId }) => batchId));
  for (const batchId of batchIds) await requireMaySeeFirstKeying({ keyedBatches }, reader, batchId);
};
