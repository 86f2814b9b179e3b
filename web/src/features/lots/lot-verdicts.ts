export const verdicts = ["accepted", "accepted-after-fixes", "returned"] as const;
export type Verdict = (typeof verdicts)[number];

export interface LotStanding {
  readonly sampled: number;
  readonly checked: number;
  readonly wrongFields: number;
  readonly withinPlan: boolean;
  readonly openFindings: number;
}

export type WhyNot = "sample" | "findings" | "limit" | "fixes" | "nothingToFix";

/** Why a verdict cannot be given now; the same order of questions as the server asks. */
export const whyNot = (verdict: Verdict, standing: LotStanding): WhyNot | undefined => {
  if (standing.checked < standing.sampled) return "sample";
  if (verdict === "returned") return undefined;
  if (standing.openFindings > 0) return "findings";
  if (!standing.withinPlan) return "limit";
  if (verdict === "accepted" && standing.wrongFields > 0) return "fixes";
  return verdict === "accepted-after-fixes" && standing.wrongFields === 0 ? "nothingToFix" : undefined;
};
