import type { DataOf, Mark } from "@sogoc/events";
import { isMilder } from "./colleagues-marks.ts";

/** Something that a check did with a mark of a field. */
export interface MarkStep {
  readonly recordId: string;
  readonly field: string;
  /**
   * Marked so; taken away by its own checker without a word; made milder or taken away with a
   * reason; or, as a mark of an earlier round, taken back with one.
   */
  readonly what: "marked" | "dropped" | "lowered" | "withdrawn" | "taken-back";
  /** Of the mark that it is about. */
  readonly severity: Mark["severity"];
  /** What the mark says. */
  readonly reason: string;
  /** Why it was taken away or made milder. */
  readonly because?: string | undefined;
  readonly by: string;
  readonly at: string;
  readonly round: number;
}

const isSame = (one: Mark, other: Mark): boolean =>
  one.field === other.field && one.severity === other.severity && one.reason === other.reason;

type Checked = Pick<DataOf<"RecordChecked">, "recordId" | "marks" | "withdrawn" | "takenBack" | "checkedBy">;

/** What a check did with marks, by those of its review's check of the record before. */
export const stepsOfCheck = (
  { recordId, marks, withdrawn = [], takenBack = [], checkedBy: by }: Checked,
  before: readonly Mark[],
  { round, at }: Pick<MarkStep, "round" | "at">,
): readonly MarkStep[] => {
  const shared = { recordId, by, at, round };
  const stepOf = (what: MarkStep["what"], { field, severity, reason }: Mark, because?: string): MarkStep => ({
    ...shared,
    what,
    field,
    severity,
    reason,
    because,
  });
  const isLowered = (mark: Mark): boolean => {
    const ofField = marks.filter(({ field }) => field === mark.field);
    return ofField.length > 0 && ofField.every((one) => isMilder(one, mark));
  };
  const gone = before.filter(
    (mark) => !marks.some((one) => isSame(one, mark)) && !withdrawn.some((one) => isSame(one, mark)),
  );
  return [
    ...takenBack.map((mark) => stepOf("taken-back", mark, mark.because)),
    ...withdrawn.map((mark) => stepOf(isLowered(mark) ? "lowered" : "withdrawn", mark, mark.because)),
    ...gone.map((mark) => stepOf("dropped", mark)),
    ...marks.filter((mark) => !before.some((one) => isSame(one, mark))).map((mark) => stepOf("marked", mark)),
  ];
};

export interface MarkHistory {
  /** What the field was once marked as, at the heaviest. */
  readonly heaviest: Mark["severity"];
  /** What became of it, in the order of the log. */
  readonly steps: readonly MarkStep[];
}

const keyOf = ({ recordId, field }: Pick<MarkStep, "recordId" | "field">): string => `${recordId} ${field}`;

/** The steps of each field that any round marked, by record and field. */
export const historiesOf = (steps: readonly MarkStep[]) => {
  const byField = Map.groupBy(steps, keyOf);
  return (of: Pick<MarkStep, "recordId" | "field">): MarkHistory | undefined => {
    const ofField = byField.get(keyOf(of));
    if (!ofField) return undefined;
    const heaviest = ofField.reduce((most, step) => (isMilder(most, step) ? step : most));
    return { heaviest: heaviest.severity, steps: ofField };
  };
};

/**
 * Fields whose marks are gone without a word from every round: their own checkers took them away.
 * The last mark of each stands for it, with whoever took it away.
 */
export const droppedMarks = (
  steps: readonly MarkStep[],
  known: readonly Pick<MarkStep, "recordId" | "field">[],
): readonly MarkStep[] => {
  const already = new Set(known.map(keyOf));
  const byField = Map.groupBy(
    steps.filter((step) => !already.has(keyOf(step))),
    keyOf,
  );
  return [...byField.values()].flatMap((ofField) => ofField.findLast(({ what }) => what === "dropped") ?? []);
};
