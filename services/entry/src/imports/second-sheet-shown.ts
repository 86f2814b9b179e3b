import type { FieldValue } from "@sogoc/events";
import type { JudgedRow } from "./judged-row.ts";

const EXAMPLES = 50;

/**
 * What the sheet that an export of ours adds brings into the rows of a file, so that whoever
 * confirms it has seen it: values that the cells do not show, and reasons for which warnings stand.
 */
export interface SecondSheetShown {
  /** Rows that take a value or a reason from it. */
  rows: number;
  values: number;
  reasons: number;
  readonly examples: {
    readonly row: number;
    readonly field: string;
    readonly cell: string;
    /** Null where the cell shows something and nothing was keyed. */
    readonly value: FieldValue | null;
  }[];
  readonly reasonExamples: { readonly row: number; readonly rule: string; readonly reason: string }[];
}

const reasonsOf = ({ facts }: JudgedRow): { readonly rule: string; readonly reason: string }[] => {
  const reasons = (facts?.accepted ?? []).map(({ rule, reason }) => ({ rule, reason }));
  const twice = facts?.duplicateReason;
  return twice === undefined ? reasons : [...reasons, { rule: "number-twice", reason: twice }];
};

/** Adds up, row by row; `shown` grows with it. */
export const createSecondSheetFindings = (): {
  readonly shown: SecondSheetShown;
  readonly add: (row: JudgedRow) => void;
} => {
  const shown: SecondSheetShown = { rows: 0, values: 0, reasons: 0, examples: [], reasonExamples: [] };
  const add = (judged: JudgedRow): void => {
    const { row, fields, restored = [] } = judged;
    const reasons = reasonsOf(judged);
    if (restored.length === 0 && reasons.length === 0) return;
    shown.rows += 1;
    shown.values += restored.length;
    shown.reasons += reasons.length;
    for (const { code, cell } of restored) {
      if (shown.examples.length < EXAMPLES)
        shown.examples.push({ row, field: code, cell, value: fields[code] ?? null });
    }
    for (const { rule, reason } of reasons) {
      if (shown.reasonExamples.length < EXAMPLES) shown.reasonExamples.push({ row, rule, reason });
    }
  };
  return { shown, add };
};
