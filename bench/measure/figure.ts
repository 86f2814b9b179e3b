/** One measured number and what was promised of it. */
export interface MeasuredFigure {
  readonly name: string;
  readonly value: number;
  /** Shown behind the value and the target, such as `ms`, `MB`, `s`; empty for a plain count. */
  readonly unit: string;
  /** The largest value that keeps the promise. */
  readonly atMost?: number | undefined;
  /** The smallest value that keeps the promise. */
  readonly atLeast?: number | undefined;
  /** How it came about: sample size, load, reason of a miss. */
  readonly note?: string | undefined;
}

/**
 * What a module of this folder exports as `measure`. `say` prints a line of progress or a remark.
 * A figure without `atMost` and `atLeast` is only reported.
 */
export type Measurement = (say: (line: string) => void) => Promise<readonly MeasuredFigure[]>;

export const isKept = ({ value, atMost, atLeast }: MeasuredFigure): boolean =>
  (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);

const digits = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1);

const promiseOf = ({ atMost, atLeast, unit }: MeasuredFigure): string => {
  const bounds = [
    atLeast === undefined ? "" : `≥ ${digits(atLeast)} ${unit}`,
    atMost === undefined ? "" : `≤ ${digits(atMost)} ${unit}`,
  ].filter((bound) => bound !== "");
  return bounds.map((bound) => bound.trim()).join(", ");
};

const verdictOf = (figure: MeasuredFigure): string => {
  if (figure.atMost === undefined && figure.atLeast === undefined) return "–";
  return isKept(figure) ? "holds" : "MISSED";
};

/** A Markdown table, so that a run can be published as it is. */
export const tableOfFigures = (figures: readonly MeasuredFigure[]): string[] => [
  "| what | measured | promised | | note |",
  "| --- | --- | --- | --- | --- |",
  ...figures.map((figure) => {
    const measured = `${digits(figure.value)} ${figure.unit}`.trim();
    return `| ${figure.name} | ${measured} | ${promiseOf(figure) || "–"} | ${verdictOf(figure)} | ${figure.note ?? ""} |`;
  }),
];
