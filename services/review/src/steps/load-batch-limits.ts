import { everyDocument, noHands, vietnamDay } from "@sogoc/core";
import { usualPolicy } from "@sogoc/events";
import {
  areSameLimits,
  laxerLimitsOf,
  limitsOfUnit,
  type ShareLimits,
  stricterOf,
} from "../domain/batch-limits.ts";
import type { ReviewState } from "../domain/review.ts";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import { type LoadLimitsDependencies, loadLimitsInForce } from "./load-limits-in-force.ts";

export interface BatchLimitsReaders extends LoadLimitsDependencies {
  readonly keyedBatches: BatchKeyingReader;
  readonly reviews: ReviewReader;
}

/**
 * By which limits a batch is judged alone, by whom and when they were set, and what its unit goes
 * by on a day; undefined for a batch that goes into a lot, and for one of which this service has
 * not heard. `laxer` is what who accepts it has to confirm. `origin` says whose they are: of who
 * opened the batch, the software's own, or the unit's, since a round came back for laxer ones.
 */
export const loadBatchLimits = async (
  readers: BatchLimitsReaders,
  { batchId, unitId, population, lotId, round }: NonNullable<ReviewState["opened"]>,
  at: Date,
) => {
  const set = (await readers.keyedBatches.find(batchId))?.opened?.limits;
  if (!set || lotId !== undefined) return undefined;
  const inForce = await loadLimitsInForce(readers, unitId, vietnamDay(at));
  const rounds = await everyDocument(readers.reviews, { where: { batchId } });
  const returned = rounds.filter((one) => one.round < round && one.nextLimits !== undefined);
  const last = returned
    .map(({ decidedAt = "" }) => decidedAt)
    .sort()
    .at(-1);
  const limits: ShareLimits = set;
  const stricter = returned.reduce((now, { nextLimits = now }) => stricterOf(now, nextLimits), limits);
  const byOpening = areSameLimits(set, usualPolicy) ? ("default" as const) : ("opened" as const);
  const batch = last === undefined ? set : { ...stricter, setBy: noHands, setAt: last };
  const { setFor, from, setBy } = inForce;
  const unit = limitsOfUnit(inForce, setFor !== null);
  const unitSet = setFor === null ? undefined : { setFor, from, setBy: setBy.accounts[0] };
  return {
    batch,
    origin: last === undefined ? byOpening : ("unit" as const),
    unit,
    set: unitSet,
    laxer: laxerLimitsOf(batch, unit, population),
  };
};
