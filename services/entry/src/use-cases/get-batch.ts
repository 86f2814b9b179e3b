import { CommandRejected } from "@sogoc/core";
import type { BatchView } from "../read-models/batches.ts";
import { withUncorrectedMarkCount } from "../steps/with-uncorrected-mark-count.ts";
import type { ListBatchesDependencies } from "./list-batches.ts";

/**
 * Returns one batch with how many marked fields nobody has corrected yet. Throws `batch-unknown`.
 */
export const getBatch = async (
  { batches, records }: ListBatchesDependencies,
  batchId: string,
): Promise<BatchView> => {
  const batch = await batches.find(batchId);
  if (!batch || batch.unitId === null) throw new CommandRejected("batch-unknown");
  const [shown = batch] = await withUncorrectedMarkCount(records, [batch]);
  return shown;
};
