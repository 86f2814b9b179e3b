import { sampleSize } from "@sogoc/acceptance";
import type { Hands } from "@sogoc/core";
import { type BatchPolicy, usualPolicy } from "@sogoc/events";
import type { LimitsSet } from "./limits.ts";

/**
 * How large a share of a batch is checked, and up to which share of wrong fields it is accepted.
 */
export type ShareLimits = Pick<BatchPolicy, "sampleShare" | "sampleMinimum" | "errorLimit">;

/** Limits with whoever opened the batch with them, and when. */
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
 * The limits of a batch for which nobody sets others. Where its unit has limits for lots, the batch
 * tolerates no more wrong fields than the largest share of wrong cases that these allow.
 */
export const limitsOfUnit = ({ key, other }: LimitsSet, areSet: boolean): ShareLimits => {
  const usual = shareLimitsOf(usualPolicy);
  // Limits for lots are in percent, with two decimal places at most.
  const most = Math.round(Math.max(key, other) * 100) / 10_000;
  return areSet && most < usual.errorLimit ? { ...usual, errorLimit: most } : usual;
};

/**
 * Whether the first limits check fewer of this many cases than the other ones, or tolerate more
 * wrong fields.
 */
export const isLaxer = (one: ShareLimits, than: ShareLimits, population: number): boolean =>
  one.errorLimit > than.errorLimit ||
  sampleSize(population, one.sampleShare, one.sampleMinimum) <
    sampleSize(population, than.sampleShare, than.sampleMinimum);

export const areSameLimits = (one: ShareLimits, other: ShareLimits): boolean =>
  one.errorLimit === other.errorLimit &&
  one.sampleShare === other.sampleShare &&
  one.sampleMinimum === other.sampleMinimum;

/**
 * The stricter of two limits in each respect: the larger sample, and the smaller share of wrong
 * fields.
 */
export const stricterOf = (one: ShareLimits, other: ShareLimits): ShareLimits => ({
  sampleShare: Math.max(one.sampleShare, other.sampleShare),
  sampleMinimum: Math.max(one.sampleMinimum, other.sampleMinimum),
  errorLimit: Math.min(one.errorLimit, other.errorLimit),
});

/** Limits that whoever accepts has to confirm, as the event keeps them. */
export interface LaxerLimits extends ShareLimits {
  readonly setBy?: string | undefined;
  readonly setAt: string;
  /** The limits of the unit. */
  readonly unit: ShareLimits;
}

/**
 * Undefined where the batch is judged as strictly as its unit's other batches, or more strictly.
 */
export const laxerLimitsOf = (
  batch: BatchLimits | undefined,
  unit: ShareLimits,
  population: number,
): LaxerLimits | undefined => {
  if (!batch || !isLaxer(batch, unit, population)) return undefined;
  const { sampleShare, sampleMinimum, errorLimit, setBy, setAt } = batch;
  // Nobody set the usual limits: the batch was opened without a choice.
  const named = areSameLimits(batch, usualPolicy) ? undefined : setBy.accounts[0];
  return { sampleShare, sampleMinimum, errorLimit, setBy: named, setAt, unit };
};
