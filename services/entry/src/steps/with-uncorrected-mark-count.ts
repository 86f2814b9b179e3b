import { everyDocument } from "@sogoc/core";
import type { Mark } from "@sogoc/events";
import type { BatchView } from "../read-models/batches.ts";
import type { RecordReader } from "../read-models/records.ts";

/** Several people's marks of one field are one field to mend. */
const countFields = (marks: readonly Mark[]): number => new Set(marks.map(({ field }) => field)).size;

/**
 * Batches in which `marks` is the number of marked fields that nobody has corrected yet, where it
 * was that of the marks with which the batch was returned: its records know which of them are
 * corrected.
 */
export const withUncorrectedMarkCount = async (
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
          marks: (ofBatches.get(batch.id) ?? []).reduce((sum, { marks }) => sum + countFields(marks), 0),
        },
  );
};
