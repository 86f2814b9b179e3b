import type { Mark } from "@sogoc/events";
import type { ReviewState } from "./review.ts";

/**
 * A field that a round marked wrong, and what has become of it: marked in this round, taken away in
 * it by somebody else, found right in it after an earlier one had marked it, or not looked at again
 * yet.
 */
export interface MarkStanding extends Mark {
  readonly recordId: string;
  readonly standing: "wrong" | "withdrawn" | "mended" | "unseen";
  /** Who marked it in this round. */
  readonly markedBy?: readonly string[] | undefined;
  readonly withdrawnBy?: string | undefined;
  /** Why it was taken away. */
  readonly because?: string | undefined;
}

type RoundState = Pick<ReviewState, "checks" | "withdrawn">;

const markedNow = ({ checks }: RoundState): readonly MarkStanding[] =>
  [...checks].flatMap(([recordId, { marks }]) =>
    marks.map(({ by, ...mark }) => ({ recordId, ...mark, standing: "wrong" as const, markedBy: by })),
  );

/** What somebody took away that others had marked, also where it was marked again since. */
const takenAway = ({ withdrawn }: RoundState): readonly MarkStanding[] =>
  withdrawn.map((mark) => ({ ...mark, standing: "withdrawn" as const }));

/** Every mark of this round and every one that earlier rounds left. */
export const marksWithStanding = (
  state: RoundState,
  earlier: ReadonlyMap<string, readonly Mark[]>,
): readonly MarkStanding[] => [
  ...markedNow(state),
  ...takenAway(state),
  ...[...earlier].flatMap(([recordId, marks]) => {
    const check = state.checks.get(recordId);
    const fields = new Set(check?.marks.map(({ field }) => field));
    return marks
      .filter(({ field }) => !fields.has(field))
      .map((mark) => ({ recordId, ...mark, standing: check ? ("mended" as const) : ("unseen" as const) }));
  }),
];
