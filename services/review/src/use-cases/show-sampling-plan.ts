import { type AcceptanceLimits, type Inspection, lotPlan, operatingCurve } from "@sogoc/acceptance";

interface PlanAsked extends AcceptanceLimits {
  /** Cases of the lot. */
  readonly size: number;
  readonly inspection: Inspection;
}

/**
 * The plan of a lot of this size, and with what probability lots pass by their share of wrong
 * cases.
 */
export const showSamplingPlan = ({ size, inspection, ...limits }: PlanAsked) => {
  const plan = lotPlan(size, limits, inspection);
  const curve = (acceptance: number) => [...operatingCurve(size, plan.sampleSize, acceptance)];
  return { plan, curves: { key: curve(plan.acceptance.key), other: curve(plan.acceptance.other) } };
};
