import type { WorkbookRow } from "@sogoc/files";

/** Why a cell is not what somebody typed. */
export interface CellFault {
  readonly rule: string;
  /** What of the cell is shown. */
  readonly value: string;
  readonly messageVi: string;
  readonly messageEn: string;
  /** What was typed, as far as it can be told; a person looks at it before it is taken. */
  readonly suggestion?: string | undefined;
}

/** One thing wrong with one cell, in both languages; what the error report prints. */
export interface RowProblem {
  readonly sheet: string;
  readonly row: number;
  /** Field code; empty for the row as a whole. */
  readonly field: string;
  readonly value: string;
  readonly rule: string;
  readonly severity: "error" | "warning";
  readonly messageVi: string;
  readonly messageEn: string;
  /** What was probably meant. */
  readonly suggestion?: string | undefined;
}

/** What is wrong with one cell, or with the row by it, and refuses the row. */
export const rowError = (
  { sheet, row }: Pick<WorkbookRow, "sheet" | "row">,
  field: string,
  { rule, value, messageVi, messageEn, suggestion }: CellFault,
): RowProblem => ({ sheet, row, field, value, rule, severity: "error", messageVi, messageEn, suggestion });

/** What is told of one cell, or of the row by it, and refuses nothing. */
export const rowWarning = (
  { sheet, row }: Pick<WorkbookRow, "sheet" | "row">,
  field: string,
  { rule, value, messageVi, messageEn, suggestion }: CellFault,
): RowProblem => ({ sheet, row, field, value, rule, severity: "warning", messageVi, messageEn, suggestion });
