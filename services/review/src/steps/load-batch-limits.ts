import { vietnamDay } from "@sogoc/core";
import { laxerLimitsOf, limitsOfUnit } from "../domain/batch-limits.ts";
import type { ReviewState } from "../domain/review.ts";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";
import { type LoadLimitsDependencies, loadLimitsInForce } from "./load-limits-in-force.ts";

export interface BatchLimitsReaders extends LoadLimitsDependencies {
  readonly keyedBatches: BatchKeyingReader;
}

/**
 * By which limits a batch is judged alone, by whom and when they were set, and what its unit goes
 * by on a day; undefined for a batch that goes into a lot, and for one of which this service has
 * not heard. `laxer` is what who accepts it has to confirm.
 */
export const loadBatchLimits = async (
  readers: BatchLimitsReaders,
  { batchId, unitId, population, lotId }: NonNullable<ReviewState["opened"]>,
  at: Date,
) => {
  const batch = (await readers.keyedBatches.find(batchId))?.opened?.limits;
  if (!batch || lotId !== undefined) return undefined;
  const inForce = await loadLimitsInForce(readers, unitId, vietnamDay(at));
  const { setFor, from, setBy } = inForce;
  const unit = limitsOfUnit(inForce, setFor !== null);
  const set = setFor === null ? undefined : { setFor, from, setBy: setBy.accounts[0] };
  return { batch, unit, set, laxer: laxerLimitsOf(batch, unit, population) };
};
