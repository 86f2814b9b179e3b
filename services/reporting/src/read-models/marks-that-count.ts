import type { DataOf, Mark } from "@sogoc/events";

/** By field, the moment of the last check that took back what an earlier round had marked in it. */
export type TakenBack = Readonly<Record<string, string>>;

/** Whichever of two checks is heard of first, the later one is kept. */
export const takenBackAfter = (
  before: TakenBack = {},
  takenBack: DataOf<"RecordChecked">["takenBack"] = [],
  at: string,
): TakenBack => {
  const own = takenBack.map(({ field }) => [field, (before[field] ?? "") > at ? (before[field] ?? "") : at]);
  return { ...before, ...Object.fromEntries(own) };
};

/** What several rounds took back, by the last word on each field. */
export const joinTakenBack = (all: readonly TakenBack[]): TakenBack => {
  const joined: Record<string, string> = {};
  for (const [field, at] of all.flatMap((one) => Object.entries(one)))
    if (at > (joined[field] ?? "")) joined[field] = at;
  return joined;
};

/**
 * The marks of a check without those taken back later: a value that a later round finds right was
 * nobody's mistake.
 */
export const marksThatCount = <Marked extends Pick<Mark, "field">>(
  marks: readonly Marked[],
  checkedAt: string,
  takenBack: TakenBack = {},
): readonly Marked[] => marks.filter(({ field }) => (takenBack[field] ?? "") <= checkedAt);
