import type { Answer } from "../../api/paths.ts";

type OfBatch = Answer<"get", "/api/review/v1/reviews/{reviewId}/standing">;

/** What a verdict on a batch, or on a lot of them, rests on. */
export type Standing = Pick<
  OfBatch,
  | "looks"
  | "obstacles"
  | "marks"
  | "unanswered"
  | "notMended"
  | "overtaken"
  | "doubtful"
  | "illegible"
  | "blank"
  | "newAccounts"
>;
export type BookCounts = OfBatch["bookCounts"];
export type MarkStanding = Standing["marks"][number];

export const verdicts = ["accepted", "accepted-after-fixes", "returned"] as const;
export type Verdict = (typeof verdicts)[number];

type Obstacle = Standing["obstacles"]["accepted"][number];

const obstacle = (code: Obstacle["code"], figures: Obstacle["figures"] = {}): Obstacle => ({ code, figures });

/**
 * Why a verdict cannot be given now, as the server would refuse it. A lot comes back by its whole
 * sample, a batch as soon as there is a mark to mend, also of an earlier round, or a warning to
 * answer.
 */
export const whyNot = (
  verdict: Verdict,
  standing: Pick<Standing, "looks" | "obstacles" | "unanswered" | "notMended">,
  of: "lot" | "batch",
): Obstacle | undefined => {
  const { looks, obstacles, unanswered, notMended } = standing;
  if (verdict !== "returned") return obstacles[verdict][0];
  const { checked, sampled, wrongFields } = looks;
  if (of === "lot")
    return checked < sampled ? obstacle("sample-not-checked", { checked, sampled }) : undefined;
  return wrongFields + unanswered + notMended === 0 ? obstacle("marks-required") : undefined;
};
