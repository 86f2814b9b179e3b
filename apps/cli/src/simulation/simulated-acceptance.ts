import { type AcceptanceLimits, acceptanceProbability, drawSample, lotPlan } from "@sogoc/acceptance";
import { comparedFields, getRecordType } from "@sogoc/registers";
import type { Random } from "@sogoc/synthetic";
import type { KeyedCase } from "./simulated-keying.ts";

export interface AcceptedLots {
  readonly lots: number;
  readonly returned: number;
  /** Cases that a checker looked at. */
  readonly checked: number;
  /** The cases as they are after acceptance: marks mended, returned lots keyed anew in full. */
  readonly cases: readonly KeyedCase[];
}

/**
 * Cuts cases into lots and accepts each by a sample of its own: what a checker finds is mended; a
 * lot beyond its plan is keyed again by two people (`again`).
 */
export const acceptInLots = (
  cases: readonly KeyedCase[],
  again: readonly KeyedCase[],
  options: {
    readonly lotSize: number;
    readonly limits: AcceptanceLimits;
    readonly overlooked: number;
    readonly random: Random;
  },
): AcceptedLots => {
  const { lotSize, limits, overlooked, random } = options;
  const keys = new Set(comparedFields(getRecordType("KS"), "double-identity"));
  const accepted: KeyedCase[] = [];
  let [lots, returned, checked] = [0, 0, 0];
  for (let start = 0; start < cases.length; start += lotSize) {
    const lot = cases.slice(start, start + lotSize);
    const plan = lotPlan(lot.length, limits, "normal");
    const ids = lot.map((_, index) => String(start + index));
    const sample = new Set(drawSample(ids, plan.sampleSize, `${random.next()}`));
    const found = lot.map((one, index) =>
      sample.has(String(start + index)) ? one.wrong.filter(() => !random.chance(overlooked)) : [],
    );
    const wrongCases = (isCounted: (field: string) => boolean) =>
      found.filter((marks) => marks.some(isCounted)).length;
    const isWithin =
      wrongCases((field) => keys.has(field)) <= plan.acceptance.key &&
      wrongCases((field) => !keys.has(field)) <= plan.acceptance.other;
    lots++;
    checked += plan.sampleSize;
    if (isWithin) {
      for (const [index, one] of lot.entries()) {
        const marks = new Set(found[index]);
        accepted.push({ ...one, wrong: one.wrong.filter((field) => !marks.has(field)) });
      }
    } else {
      returned++;
      accepted.push(...again.slice(start, start + lotSize));
    }
  }
  return { lots, returned, checked, cases: accepted };
};

/** How often lots with so many wrong cases got through, and how often they should have. */
export interface ObservedAcceptance {
  readonly wrong: number;
  readonly observed: number;
  readonly expected: number;
  /** Standard deviations between the two, by the binomial distribution of the observation. */
  readonly deviations: number;
}

export const observeAcceptance = (
  lotSize: number,
  sampleSize: number,
  acceptance: number,
  wrong: number,
  lots: number,
  seed: string,
): ObservedAcceptance => {
  const ids = Array.from({ length: lotSize }, (_, index) => String(index));
  let through = 0;
  for (let lot = 0; lot < lots; lot++) {
    // Which cases are wrong does not matter to the draw: the first ones are.
    const found = drawSample(ids, sampleSize, `${seed}/${wrong}/${lot}`).filter((id) => Number(id) < wrong);
    if (found.length <= acceptance) through++;
  }
  const expected = acceptanceProbability(lotSize, wrong, sampleSize, acceptance);
  const observed = through / lots;
  const spread = Math.sqrt((expected * (1 - expected)) / lots);
  return { wrong, observed, expected, deviations: spread === 0 ? 0 : (observed - expected) / spread };
};
