import { everyDocument } from "@sogoc/core";
import type { BatchView } from "../read-models/batches.ts";
import type { RecordReader } from "../read-models/records.ts";

/**
 * The batches with the marks that nobody has corrected yet. A batch knows how many it came back
 * with; which of them are still uncorrected only its records know.
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
