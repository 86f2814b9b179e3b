import { sampleSize } from "@sogoc/acceptance";
import type { Hands } from "@sogoc/core";
import { type BatchPolicy, usualPolicy } from "@sogoc/events";
import type { LimitsSet } from "./limits.ts";

/** How much of a batch is looked at, and with how many wrong fields it still stands. */
export type ShareLimits = Pick<BatchPolicy, "sampleShare" | "sampleMinimum" | "errorLimit">;

/** The same with whoever opened the batch with them, and when. */
export interface BatchLimits extends ShareLimits {
  readonly setBy: Hands;
  readonly setAt: string;
}

const shareLimitsOf = ({ sampleShare, sampleMinimum, errorLimit }: ShareLimits): ShareLimits => ({
  sampleShare,
  sampleMinimum,
  errorLimit,
});

/**
 * What a batch goes by where nobody says anything else. A unit that has set limits for lots takes
 * no larger share of wrong cases of any class; a share of wrong fields beyond the largest of them
 * lets through what none of its lots could hold.
 */
export const limitsOfUnit = ({ key, other }: LimitsSet, areSet: boolean): ShareLimits => {
  const usual = shareLimitsOf(usualPolicy);
  // In percent, of which none has more than two places.
  const most = Math.round(Math.max(key, other) * 100) / 10_000;
  return areSet && most < usual.errorLimit ? { ...usual, errorLimit: most } : usual;
};

/** Whether one looks at fewer of so many cases than the other, or lets more be wrong. */
export const isLaxer = (one: ShareLimits, than: ShareLimits, population: number): boolean =>
  one.errorLimit > than.errorLimit ||
  sampleSize(population, one.sampleShare, one.sampleMinimum) <
    sampleSize(population, than.sampleShare, than.sampleMinimum);

export const areSameLimits = (one: ShareLimits, other: ShareLimits): boolean =>
  one.errorLimit === other.errorLimit &&
  one.sampleShare === other.sampleShare &&
  one.sampleMinimum === other.sampleMinimum;

/** No fewer cases than either asks for, and no more wrong fields than either lets through. */
export const stricterOf = (one: ShareLimits, other: ShareLimits): ShareLimits => ({
  sampleShare: Math.max(one.sampleShare, other.sampleShare),
  sampleMinimum: Math.max(one.sampleMinimum, other.sampleMinimum),
  errorLimit: Math.min(one.errorLimit, other.errorLimit),
});

/** What who accepts has to confirm, as the event keeps it. */
export interface LaxerLimits extends ShareLimits {
  readonly setBy?: string | undefined;
  readonly setAt: string;
  /** What the unit goes by. */
  readonly unit: ShareLimits;
}

/** Undefined where the batch is judged as strictly as the unit's others, or more so. */
export const laxerLimitsOf = (
  batch: BatchLimits | undefined,
  unit: ShareLimits,
  population: number,
): LaxerLimits | undefined => {
  if (!batch || !isLaxer(batch, unit, population)) return undefined;
  const { sampleShare, sampleMinimum, errorLimit, setBy, setAt } = batch;
  // Who opened a batch with nothing said has set none.
  const named = areSameLimits(batch, usualPolicy) ? undefined : setBy.accounts[0];
  return { sampleShare, sampleMinimum, errorLimit, setBy: named, setAt, unit };
};
