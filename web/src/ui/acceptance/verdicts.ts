import type { Answer } from "../../api/paths.ts";

type OfBatch = Answer<"get", "/api/review/v1/reviews/{reviewId}/standing">;

/** What a verdict on a batch, or on a lot of them, rests on. */
export type Standing = Pick<
  OfBatch,
  | "looks"
  | "obstacles"
  | "marks"
  | "unanswered"
  | "letStand"
  | "notMended"
  | "overtaken"
  | "added"
  | "onePersonsWord"
  | "doubtful"
  | "illegible"
  | "blank"
  | "newAccounts"
  | "people"
  | "barred"
> & {
  readonly limits?: OfBatch["limits"];
  readonly unmarkedChanges?: OfBatch["unmarkedChanges"] | undefined;
};
export type BookCounts = OfBatch["bookCounts"];
export type Outstanding = NonNullable<OfBatch["outstanding"]>;
export type Limits = NonNullable<OfBatch["limits"]>;
export type MarkStanding = Standing["marks"][number];

export const verdicts = ["accepted", "accepted-after-fixes", "returned"] as const;
export type Verdict = (typeof verdicts)[number];

type Obstacle = Standing["obstacles"]["accepted"][number];

const obstacle = (code: Obstacle["code"], figures: Obstacle["figures"] = {}): Obstacle => ({ code, figures });

/**
 * Whose it is to settle what stands in the way, where that is somebody else's than who decides; an
 * empty list of marks is somebody's only where nothing else can be decided either, and where a mark
 * is all that is missing: a lot goes back by its whole sample, with a mark or without one.
 */
export const whoseStep = (
  code: Obstacle["code"],
  isStuck: boolean,
  of: "lot" | "batch",
): keyof Standing["people"] | undefined => {
  if (code === "reconciliation-open") return "keepers";
  if (code === "sample-not-checked" || code === "marks-not-mended") return "checkers";
  return code === "marks-required" && isStuck && of === "batch" ? "checkers" : undefined;
};

/** With these it has to go back: what could be mended otherwise is no question any more. */
const returnsOnly: readonly Obstacle["code"][] = [
  "critical-errors",
  "error-limit-exceeded",
  "lot-limit-exceeded",
];

/** Why the person may not give a verdict, whatever the figures say. */
export const barredFrom = (
  verdict: Verdict,
  { barred }: Pick<Standing, "barred">,
): Standing["barred"]["accepting"] => (verdict === "returned" ? barred.returning : barred.accepting);

/**
 * Everything for which a verdict cannot be given now, as the server would refuse it, the first
 * question first. A lot comes back by its whole sample, a batch as soon as there is a mark to mend,
 * also of an earlier round, or a warning to answer, or for limits laxer than its unit's.
 */
export const whyNot = (
  verdict: Verdict,
  standing: Pick<Standing, "looks" | "obstacles" | "unanswered" | "notMended" | "limits">,
  of: "lot" | "batch",
): readonly Obstacle[] => {
  const { looks, obstacles, unanswered, notMended, limits } = standing;
  if (verdict !== "returned") {
    const isReturned = obstacles[verdict].some(({ code }) => returnsOnly.includes(code));
    return obstacles[verdict].filter(({ code }) => !isReturned || code !== "fixes-required");
  }
  const { checked, sampled, wrongFields } = looks;
  if (of === "lot") return checked < sampled ? [obstacle("sample-not-checked", { checked, sampled })] : [];
  return wrongFields + unanswered + notMended === 0 && !limits?.laxer ? [obstacle("marks-required")] : [];
};

/**
 * What others have to do before a verdict can be given, by what is in the way, each thing once.
 * What has to go back is not accepted whatever anybody does: of that verdict nobody owes anything.
 */
export const stepsOfOthers = (
  given: readonly Verdict[],
  standing: Parameters<typeof whyNot>[1],
  of: "lot" | "batch",
) => {
  const why = given.map((verdict) => whyNot(verdict, standing, of).map(({ code }) => code));
  const isStuck = why.every((codes) => codes.length > 0);
  const mendable = why.filter((codes) => !codes.some((code) => returnsOnly.includes(code)));
  const steps = [...new Set(mendable.flat())].flatMap((code) => {
    const role = whoseStep(code, isStuck, of);
    return role === undefined ? [] : [{ code, role }];
  });
  return { isStuck, steps };
};

/** Where nothing can be accepted after fixes, what an obstacle leaves to do is to return it. */
const returnedFor: readonly string[] = ["findings-open", "fixes-required"];

/** The text of an obstacle, beside the verdicts that can be given at all. */
export const whyNotKey = (code: Obstacle["code"], only: readonly Verdict[]) =>
  returnedFor.includes(code) && !only.includes("accepted-after-fixes")
    ? (`gate.whyNotMending.${code}` as const)
    : (`gate.whyNot.${code}` as const);
