import type { DataOf, Mark } from "@sogoc/events";

/** A mark that was in force before a check, and is not any more, or only as a milder one. */
export interface LostMark extends Mark {
  /** `dropped` by who had set it, without a word; `taken-back` of an earlier round. */
  readonly what: "lowered" | "withdrawn" | "taken-back" | "dropped";
  /** What the field is marked as instead; of `lowered`. */
  readonly now?: Mark["severity"] | undefined;
  /** Why, where a reason was asked for. */
  readonly because?: string | undefined;
}

const severities = ["minor", "major", "critical"] as const;
const weightOf = ({ severity }: Pick<Mark, "severity">): number => severities.indexOf(severity);

const isSame = (one: Mark, other: Mark): boolean =>
  one.field === other.field && one.severity === other.severity && one.reason === other.reason;

type Checked = Pick<DataOf<"RecordChecked">, "marks" | "withdrawn" | "takenBack">;

/**
 * The marks that a check made milder or removed, compared with those before it. A mark that is only
 * reworded or made heavier is not lost.
 */
export const lostMarksOf = (
  { marks, withdrawn = [], takenBack = [] }: Checked,
  before: readonly Mark[],
): readonly LostMark[] => {
  /** The heaviest mark of its field that is in force after the check. */
  const heaviestNow = ({ field }: Mark): Mark | undefined =>
    marks
      .filter((one) => one.field === field)
      .sort((one, other) => weightOf(other) - weightOf(one))
      .at(0);
  const lost = (mark: Mark, what: LostMark["what"], because?: string): LostMark => {
    const { field, severity, reason } = mark;
    const now = heaviestNow(mark);
    return now && weightOf(now) < weightOf(mark)
      ? { field, severity, reason, what: "lowered", now: now.severity, because }
      : { field, severity, reason, what, because };
  };
  const gone = before.filter((mark) => {
    const now = heaviestNow(mark);
    return !withdrawn.some((one) => isSame(one, mark)) && (!now || weightOf(now) < weightOf(mark));
  });
  return [
    ...takenBack.map((mark) => lost(mark, "taken-back", mark.because)),
    ...withdrawn.map((mark) => lost(mark, "withdrawn", mark.because)),
    ...gone.map((mark) => lost(mark, "dropped")),
  ];
};
