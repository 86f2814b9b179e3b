import type { ImportRow } from "./import-row.ts";
import type { RowProblem } from "./row-problem.ts";

/** Where a row belongs. */
export interface RowTarget {
  readonly recordId: string;
  readonly bookId: string;
  readonly bookNumber: string;
  readonly openingYear: number;
  /** Undefined while the batch is still to be opened. */
  readonly batchId?: string | undefined;
  readonly number: string;
  readonly plainNumber: number;
}

/** A reason that the file gives for a finding of its row, or for a number that occurs twice. */
export interface AnswerTaken {
  readonly rule: string;
  readonly fields: readonly string[];
  readonly reason: string;
  /** What the finding says. */
  readonly messageVi: string;
  readonly messageEn: string;
}

/** A row with what would become of it. */
export interface JudgedRow extends ImportRow {
  readonly status: "good" | "refused" | "unchanged";
  readonly problems: readonly RowProblem[];
  readonly target?: RowTarget | undefined;
  /** Of a row without a target, as far as it was found. */
  readonly bookId?: string | undefined;
  readonly batchId?: string | undefined;
  /**
   * Reasons of the file for findings that the row has, and for its number where that occurs twice.
   */
  readonly answers?: readonly AnswerTaken[] | undefined;
}
