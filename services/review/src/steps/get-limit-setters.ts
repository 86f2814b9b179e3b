import { type Hands, joinHands, noHands, vietnamDay } from "@sogoc/core";
import type { ReviewState } from "../domain/review.ts";
import { type BatchLimitsReaders, loadBatchLimits } from "./load-batch-limits.ts";
import { loadLimitsInForce } from "./load-limits-in-force.ts";

/**
 * Whoever opened a batch with its own limits, or with the usual ones where these are laxer than its
 * unit's, and whoever set those of its unit that are in force on a day: by these it is laxer or
 * not. Nobody of a batch that goes into a lot, whose limits are the lot's, or that this service has
 * not heard of.
 */
export const getLimitSetters = async (
  readers: BatchLimitsReaders,
  review: NonNullable<ReviewState["opened"]>,
  at: Date,
): Promise<Hands> => {
  const { batchId, unitId, lotId } = review;
  const opened = (await readers.keyedBatches.find(batchId))?.opened;
  if (!opened?.limits || lotId !== undefined) return opened?.limitsSetBy ?? noHands;
  const { laxer } = (await loadBatchLimits(readers, review, at)) ?? {};
  const ofBatch = opened.limitsSetBy ?? (laxer ? opened.openedBy : noHands);
  const { setters } = await loadLimitsInForce(readers, unitId, vietnamDay(at));
  return joinHands([ofBatch, setters]);
};
