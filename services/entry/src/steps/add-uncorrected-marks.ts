import { everyDocument } from "@sogoc/core";
import type { BatchView } from "../read-models/batches.ts";
import type { RecordReader } from "../read-models/records.ts";

/**
 * Batches with the marks that nobody has corrected yet. A batch only knows with how many marks it
 * was returned; its records know which of them are corrected.
 */
export const addUncorrectedMarks = async (
  records: RecordReader,
  batches: readonly BatchView[],
): Promise<readonly BatchView[]> => {
  const returned = batches.filter(({ marks }) => marks > 0).map(({ id }) => id);
  if (returned.length === 0) return batches;
  const marked = await everyDocument(records, { where: { batchId: { in: returned }, marked: 1 } });
  const ofBatches = Map.groupBy(marked, ({ batchId }) => batchId);
  return batches.map((batch) =>
    batch.marks === 0
      ? batch
      : {
          ...batch,
          marks: (ofBatches.get(batch.id) ?? []).reduce((sum, { marks }) => sum + marks.length, 0),
        },
  );
};
