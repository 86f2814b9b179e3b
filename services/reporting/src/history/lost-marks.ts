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

type Checked = Pick<DataOf<"RecordChecked">, "marks" | "left" | "withdrawn" | "takenBack">;

/** The heaviest of some marks in the field of another. */
const heaviestIn = (marks: readonly Mark[], { field }: Mark): Mark | undefined =>
  marks
    .filter((one) => one.field === field)
    .sort((one, other) => weightOf(other) - weightOf(one))
    .at(0);

/**
 * What a check made milder or took away, by the marks of the case before it. A mark that its own
 * checker only words otherwise, or makes heavier, is not lost; one that is gone beside a mark of
 * somebody else is, however heavy theirs.
 */
export const lostMarksOf = (
  { marks, left = [], withdrawn = [], takenBack = [] }: Checked,
  before: readonly Mark[],
): readonly LostMark[] => {
  const said = marks.filter((mark) => !left.some((one) => isSame(one, mark)));
  const lost = (
    mark: Mark,
    what: LostMark["what"],
    because: string | undefined,
    instead: readonly Mark[],
  ): LostMark => {
    const { field, severity, reason } = mark;
    const now = heaviestIn(instead, mark);
    return now && weightOf(now) < weightOf(mark)
      ? { field, severity, reason, what: "lowered", now: now.severity, because }
      : { field, severity, reason, what, because };
  };
  const gone = before.filter((mark) => {
    if ([...marks, ...withdrawn].some((one) => isSame(one, mark))) return false;
    const now = heaviestIn(said, mark);
    return !now || weightOf(now) < weightOf(mark);
  });
  return [
    ...takenBack.map((mark) => lost(mark, "taken-back", mark.because, marks)),
    ...withdrawn.map((mark) => lost(mark, "withdrawn", mark.because, marks)),
    ...gone.map((mark) => lost(mark, "dropped", undefined, said)),
  ];
};
