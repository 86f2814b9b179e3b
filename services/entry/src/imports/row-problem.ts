import type { WorkbookRow } from "@sogoc/files";

/** Why a cell is not what somebody typed. */
export interface CellFault {
  readonly rule: string;
  /** Text of the cell, shortened if it is long. */
  readonly value: string;
  readonly messageVi: string;
  readonly messageEn: string;
  /** What was probably typed; a person decides about it. */
  readonly suggestion?: string | undefined;
}

/** A problem of one cell, in both languages, as the error report prints it. */
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

/** An error of one cell, or of the row; it refuses the row. */
export const rowError = (
  { sheet, row }: Pick<WorkbookRow, "sheet" | "row">,
  field: string,
  { rule, value, messageVi, messageEn, suggestion }: CellFault,
): RowProblem => ({ sheet, row, field, value, rule, severity: "error", messageVi, messageEn, suggestion });

/** A warning about one cell, or about the row; it refuses nothing. */
export const rowWarning = (
  { sheet, row }: Pick<WorkbookRow, "sheet" | "row">,
  field: string,
  { rule, value, messageVi, messageEn, suggestion }: CellFault,
): RowProblem => ({ sheet, row, field, value, rule, severity: "warning", messageVi, messageEn, suggestion });
