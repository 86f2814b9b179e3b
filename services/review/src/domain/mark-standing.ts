import type { Mark } from "@sogoc/events";
import type { ReviewState } from "./review.ts";

/**
 * A field that a round marked wrong, and what has become of it: marked in this round, taken away
 * in it by somebody else, or marked by an earlier one and then mended, voided, left as it was and
 * found right, or not looked at again yet.
 */
export interface MarkStanding extends Mark {
  readonly recordId: string;
  readonly standing: "wrong" | "withdrawn" | MarkOutcome;
  /** Who marked it in this round. */
  readonly markedBy?: readonly string[] | undefined;
  readonly withdrawnBy?: string | undefined;
  /** Why it was taken away. */
  readonly because?: string | undefined;
}

/** What came of a mark of an earlier round. */
export type MarkOutcome = "mended" | "unchanged" | "voided" | "unseen";

/** What is known of a record that an earlier round marked. */
export interface MarkedRecord {
  readonly number: string;
  readonly status: "entered" | "voided";
  readonly changedIn: Readonly<Record<string, number>>;
}

/** The marks of the last check of a record in an earlier round, and what it was made from. */
export interface EarlierMarks {
  readonly marks: readonly Mark[];
  readonly recordRevision: number;
}

type RoundState = Pick<ReviewState, "checks" | "withdrawn">;

const markedNow = ({ checks }: RoundState): readonly MarkStanding[] =>
  [...checks].flatMap(([recordId, { marks }]) =>
    marks.map(({ by, ...mark }) => ({ recordId, ...mark, standing: "wrong" as const, markedBy: by })),
  );

/** What somebody took away that others had marked, also where it was marked again since. */
const takenAway = ({ withdrawn }: RoundState): readonly MarkStanding[] =>
  withdrawn.map((mark) => ({ ...mark, standing: "withdrawn" as const }));

/** A case found right: whether the field was mended, its case voided, or nothing was changed. */
const outcomeOf = (
  { field }: Mark,
  recordRevision: number,
  { status, changedIn }: MarkedRecord,
): MarkOutcome => {
  if (status === "voided") return "voided";
  return (changedIn[field] ?? -1) > recordRevision ? "mended" : "unchanged";
};

/** Every mark of this round and every one that earlier rounds left, of records that are known. */
export const marksWithStanding = (
  state: RoundState,
  earlier: ReadonlyMap<string, EarlierMarks>,
  records: ReadonlyMap<string, MarkedRecord>,
): readonly (MarkStanding & Pick<MarkedRecord, "number">)[] => {
  const earlierMarks = [...earlier].flatMap(([recordId, { marks, recordRevision }]): MarkStanding[] => {
    const check = state.checks.get(recordId);
    const record = records.get(recordId);
    const fields = new Set(check?.marks.map(({ field }) => field));
    return marks
      .filter(({ field }) => !fields.has(field))
      .map((mark) => ({
        recordId,
        ...mark,
        standing: check && record ? outcomeOf(mark, recordRevision, record) : ("unseen" as const),
      }));
  });
  return [...markedNow(state), ...takenAway(state), ...earlierMarks].flatMap((mark) => {
    const record = records.get(mark.recordId);
    return record ? [{ ...mark, number: record.number }] : [];
  });
};
