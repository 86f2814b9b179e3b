import type { DataOf, Mark } from "@sogoc/events";
import { isMilder } from "./colleagues-marks.ts";

/** Something that a check did with a mark of a field. */
export interface MarkStep {
  readonly recordId: string;
  readonly field: string;
  /**
   * `dropped`: removed by its own checker, without a reason. `lowered`, `withdrawn`: made milder or
   * removed with a reason. `taken-back`: a mark of an earlier round, withdrawn with a reason.
   */
  readonly what: "marked" | "dropped" | "lowered" | "withdrawn" | "taken-back";
  /** The severity of the mark that it is about. */
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

/**
 * What a check did with marks, compared with the marks of the record's check before it in the same
 * review.
 */
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
  /** The heaviest mark that the field ever had. */
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
 * Fields whose own checkers removed all their marks in every round, without a reason. Each is
 * represented by its last such step.
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
