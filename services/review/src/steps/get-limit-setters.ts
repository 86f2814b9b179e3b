import { type Hands, joinHands, noHands, vietnamDay } from "@sogoc/core";
import type { ReviewState } from "../domain/review.ts";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";
import { type LoadLimitsDependencies, loadLimitsInForce } from "./load-limits-in-force.ts";

interface LimitSettersReaders extends LoadLimitsDependencies {
  readonly keyedBatches: BatchKeyingReader;
}

/**
 * Whoever opened a batch with its own limits, and whoever set those of its unit that are in force
 * on a day: by these it is laxer or not. Nobody of a batch that goes into a lot, whose limits are
 * the lot's, or that this service has not heard of.
 */
export const getLimitSetters = async (
  readers: LimitSettersReaders,
  { batchId, unitId, lotId }: NonNullable<ReviewState["opened"]>,
  at: Date,
): Promise<Hands> => {
  const opened = (await readers.keyedBatches.find(batchId))?.opened;
  const ofBatch = opened?.limitsSetBy ?? noHands;
  if (!opened?.limits || lotId !== undefined) return ofBatch;
  const { setters } = await loadLimitsInForce(readers, unitId, vietnamDay(at));
  return joinHands([ofBatch, setters]);
};
