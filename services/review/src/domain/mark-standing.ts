import type { Mark } from "@sogoc/events";
import type { ReviewState } from "./review.ts";

/**
 * A field that a round marked wrong, and what has become of it: marked in this round, found right
 * in it after an earlier one had marked it, or not looked at again yet.
 */
export interface MarkStanding extends Mark {
  readonly recordId: string;
  readonly standing: "wrong" | "mended" | "unseen";
}

/** Every mark of this round and every one that earlier rounds left. */
export const marksWithStanding = (
  { checks }: Pick<ReviewState, "checks">,
  earlier: ReadonlyMap<string, readonly Mark[]>,
): readonly MarkStanding[] => [
  ...[...checks].flatMap(([recordId, { marks }]) =>
    marks.map((mark) => ({ recordId, ...mark, standing: "wrong" as const })),
  ),
  ...[...earlier].flatMap(([recordId, marks]) => {
    const check = checks.get(recordId);
    const markedNow = new Set(check?.marks.map(({ field }) => field));
    return marks
      .filter(({ field }) => !markedNow.has(field))
      .map((mark) => ({ recordId, ...mark, standing: check ? ("mended" as const) : ("unseen" as const) }));
  }),
];
