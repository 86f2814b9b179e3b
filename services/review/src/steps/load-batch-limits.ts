import { everyDocument, joinHands, noHands, vietnamDay } from "@sogoc/core";
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
 * The limits by which a batch is judged alone, who set them and when, and the limits of its unit on
 * a day; undefined for a batch that goes into a lot, or that this service has not heard of. `laxer`
 * are limits that whoever accepts has to confirm. `origin` says whose limits apply: `opened`, set
 * with the batch; `default`, the software's; `unit`, because a round was returned for laxer ones.
 * `setters` are whoever opened the batch with its own limits, or with the usual ones where these
 * are laxer than its unit's, and whoever set those of its unit: by these it is laxer or not.
 */
export const loadBatchLimits = async (
  readers: BatchLimitsReaders,
  { batchId, unitId, population, lotId, round }: NonNullable<ReviewState["opened"]>,
  at: Date,
) => {
  const opened = (await readers.keyedBatches.find(batchId))?.opened;
  const set = opened?.limits;
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
  // Limits for lots of which batches hear nothing set nothing for them.
  const isSet = setFor !== null && !areSameLimits(unit, usualPolicy);
  const unitSet = isSet ? { setFor, from, setBy: setBy.accounts[0] } : undefined;
  const laxer = laxerLimitsOf(batch, unit, population);
  const ofBatch = opened.limitsSetBy ?? (laxer ? opened.openedBy : noHands);
  return {
    batch,
    origin: last === undefined ? byOpening : ("unit" as const),
    unit,
    set: unitSet,
    laxer,
    setters: joinHands([ofBatch, inForce.setters]),
  };
};
