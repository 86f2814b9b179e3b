import type { FieldValue } from "@sogoc/events";
import type { AnswerTaken, JudgedRow } from "./judged-row.ts";

/** Values that are shown one by one; the others are counted by what they are. */
const EXAMPLES = 200;
/**
 * At most so many reasons are shown, and only shown ones are stored. Beyond them a warning goes in
 * unanswered and is answered at the desk; a row whose error had its reason there is refused, and
 * comes in when the file is sent again.
 */
export const MOST_ANSWERS = 2_000;

/** What a value of the original sheet adds to its cell. */
type ValueKind = "blank" | "illegible" | "doubtful" | "notKeyed" | "written";

const kindOf = (value: FieldValue | undefined): ValueKind => {
  if (value === undefined) return "notKeyed";
  if ("blank" in value) return "blank";
  if ("illegible" in value) return "illegible";
  return value.doubtful ? "doubtful" : "written";
};

/** A reason with its row and its case. */
export interface ShownAnswer extends AnswerTaken {
  readonly row: number;
  readonly bookNumber: string;
  readonly number: string;
}

/**
 * What the original sheet of an export adds to the rows of a file, shown to whoever confirms it:
 * values that the cells do not show, and answers to findings.
 */
export interface OriginalSheetShown {
  /** Rows that take a value or a reason from it. */
  rows: number;
  values: number;
  reasons: number;
  readonly kinds: Record<ValueKind, number>;
  readonly examples: {
    readonly row: number;
    readonly field: string;
    readonly cell: string;
    /** Null where the cell shows something and nothing was keyed. */
    readonly value: FieldValue | null;
  }[];
  /** Every reason that is stored once the import is confirmed. */
  readonly taken: ShownAnswer[];
  /** Reasons beyond those, which are not stored. */
  reasonsLeft: number;
}

/** A row that is there already, or refused, stores no reason. */
const shownAnswersOf = ({ row, status, target, answers = [] }: JudgedRow): readonly ShownAnswer[] => {
  if (status !== "good" || !target) return [];
  const { bookNumber, number } = target;
  return answers.map((answer) => ({ row, bookNumber, number, ...answer }));
};

/** Adds up, row by row; `shown` grows with it. */
export const createOriginalSheetTally = (): {
  readonly shown: OriginalSheetShown;
  readonly add: (row: JudgedRow) => void;
} => {
  const kinds = { blank: 0, illegible: 0, doubtful: 0, notKeyed: 0, written: 0 };
  const shown: OriginalSheetShown = {
    rows: 0,
    values: 0,
    reasons: 0,
    kinds,
    examples: [],
    taken: [],
    reasonsLeft: 0,
  };
  const add = (judged: JudgedRow): void => {
    const { row, fields, fromOriginalSheet = [] } = judged;
    const answers = shownAnswersOf(judged);
    if (fromOriginalSheet.length === 0 && answers.length === 0) return;
    shown.rows += 1;
    shown.values += fromOriginalSheet.length;
    for (const { code, cell } of fromOriginalSheet) {
      kinds[kindOf(fields[code])] += 1;
      if (shown.examples.length < EXAMPLES)
        shown.examples.push({ row, field: code, cell, value: fields[code] ?? null });
    }
    const room = MOST_ANSWERS - shown.taken.length;
    shown.taken.push(...answers.slice(0, room));
    shown.reasons = shown.taken.length;
    shown.reasonsLeft += Math.max(0, answers.length - room);
  };
  return { shown, add };
};
