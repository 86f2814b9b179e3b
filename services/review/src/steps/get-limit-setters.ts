import { type Hands, noHands } from "@sogoc/core";
import type { ReviewState } from "../domain/review.ts";
import type { BatchLimitsReaders, loadBatchLimits } from "./load-batch-limits.ts";

/**
 * Whoever set the limits by which a batch is judged alone, or which were given to it with its lot.
 * Nobody of a batch that this service has not heard of. `limits` are those of `loadBatchLimits`.
 */
export const getLimitSetters = async (
  { keyedBatches }: Pick<BatchLimitsReaders, "keyedBatches">,
  { batchId }: NonNullable<ReviewState["opened"]>,
  limits: Awaited<ReturnType<typeof loadBatchLimits>>,
): Promise<Hands> => limits?.setters ?? (await keyedBatches.find(batchId))?.opened?.limitsSetBy ?? noHands;
