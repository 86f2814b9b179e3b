import { CommandRejected, type ErrorCode } from "@sogoc/core";
import type { Mark } from "@sogoc/events";
import { countMarkedFields } from "./colleagues-marks.ts";

/** What checks say of every case that has to be looked at. */
export interface CheckCounts {
  /** Cases to check: the sample, and the cases beside it (`besideSample`). */
  readonly toCheck: number;
  readonly checked: number;
  /** Cases with an error that its checker called critical. */
  readonly criticalCases: number;
  readonly wrongFields: number;
}

/** What an acceptance rests on, by itself or in a lot. */
export interface GateFigures {
  readonly checkCounts: CheckCounts;
  /** The limit that the sample exceeds, where it does. */
  readonly exceeded?: "error-limit-exceeded" | "lot-limit-exceeded" | undefined;
  /** Findings of the rules in single records that nobody has answered. */
  readonly unansweredCount: number;
  /** Fields that an earlier round marked and that have the marked value again, without a reason. */
  readonly notMendedCount: number;
  /** Findings of the books that are due and that nobody has closed with a reason. */
  readonly openBookFindingCount: number;
}

export type AcceptingVerdict = "accepted" | "accepted-after-fixes";

/** What refuses a batch and a lot alike. Each also has a limit of its own. */
export const gateRefusals = [
  "critical-errors",
  "findings-open",
  "fixes-required",
  "marks-not-mended",
  "marks-required",
  "reconciliation-open",
  "sample-not-checked",
] as const satisfies readonly ErrorCode[];

export const obstacleCodes = [...gateRefusals, "error-limit-exceeded", "lot-limit-exceeded"] as const;

export interface Obstacle {
  readonly code: (typeof obstacleCodes)[number];
  readonly figures: Readonly<Record<string, number>>;
}

/**
 * Adds up checks, of which each is of another case. `overtakenCount` of them were made beside a
 * scan that has been replaced: their marks count, but their cases must be checked again.
 */
export const countChecks = (
  toCheck: number,
  checks: readonly { readonly marks: readonly Mark[] }[],
  overtakenCount = 0,
): CheckCounts => ({
  toCheck,
  checked: checks.length - overtakenCount,
  criticalCases: checks.filter(({ marks }) => marks.some(({ severity }) => severity === "critical")).length,
  wrongFields: checks.reduce((sum, { marks }) => sum + countMarkedFields(marks), 0),
});

/**
 * The obstacles to accepting a batch or a lot, the most basic first. Nothing that was found wrong
 * stays as it is: a field that has its marked value again is marked again, or the mark is withdrawn
 * with a reason. Findings of the rules without an answer go back as well, to be mended or answered.
 */
export const obstaclesTo = (
  verdict: AcceptingVerdict,
  { checkCounts, exceeded, unansweredCount, notMendedCount, openBookFindingCount }: GateFigures,
): readonly Obstacle[] => {
  const { toCheck, checked, criticalCases, wrongFields } = checkCounts;
  const asked: readonly (readonly [boolean, Obstacle["code"], Obstacle["figures"]])[] = [
    [checked < toCheck, "sample-not-checked", { checked, sampled: toCheck }],
    [openBookFindingCount > 0, "reconciliation-open", { findings: openBookFindingCount }],
    [exceeded !== undefined, exceeded ?? "error-limit-exceeded", { wrongFields }],
    [criticalCases > 0, "critical-errors", { criticalCases }],
    [notMendedCount > 0, "marks-not-mended", { marks: notMendedCount }],
    [verdict === "accepted" && unansweredCount > 0, "findings-open", { findings: unansweredCount }],
    [verdict === "accepted" && wrongFields > 0, "fixes-required", { wrongFields }],
    [verdict === "accepted-after-fixes" && wrongFields + unansweredCount === 0, "marks-required", {}],
  ];
  return asked.flatMap(([stands, code, figures]) => (stands ? [{ code, figures }] : []));
};

/** What stands in the way of each verdict that accepts. */
export const obstaclesByVerdict = (figures: GateFigures) => ({
  accepted: obstaclesTo("accepted", figures),
  "accepted-after-fixes": obstaclesTo("accepted-after-fixes", figures),
});

/** Throws the first obstacle to the verdict, as `obstacleCodes` names it. */
export const requireNoObstacle = (verdict: AcceptingVerdict, figures: GateFigures): void => {
  const [first] = obstaclesTo(verdict, figures);
  if (first) throw new CommandRejected(first.code, first.figures);
};
