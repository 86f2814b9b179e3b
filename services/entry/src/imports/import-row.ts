import type { FieldValues } from "@sogoc/events";
import type { WorkbookRow } from "@sogoc/files";
import {
  findField,
  formatBookNumber,
  normalisedText,
  normaliseField,
  parseBookNumber,
  type RecordType,
} from "@sogoc/registers";

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
}

/** A row read into field values; nothing has been looked up yet. */
export interface ReadRow {
  readonly sheet: string;
  readonly row: number;
  readonly texts: readonly string[];
  readonly fields: FieldValues;
  /** `NN/YYYY`, empty when the row names no readable book. */
  readonly bookNumber: string;
  readonly problems: readonly RowProblem[];
}

/** Cells to values by the sheet's layout; a formula is refused because its result is not what somebody keyed. */
export const readRow = (
  source: WorkbookRow,
  columns: readonly (string | undefined)[],
  recordType: RecordType,
): ReadRow => {
  const { sheet, row, cells } = source;
  const fields: FieldValues = {};
  const problems: RowProblem[] = [];
  const problem = (field: string, value: string, rule: string, messageVi: string, messageEn: string) =>
    problems.push({ sheet, row, field, value, rule, severity: "error", messageVi, messageEn });

  for (const [index, cell] of cells.entries()) {
    const code = columns[index];
    const field = code === undefined ? undefined : findField(recordType, code);
    if (!cell || !field || cell.text.trim() === "") continue;
    if (cell.kind === "formula") {
      problem(
        field.code,
        cell.text,
        "formula-cell",
        "Ô chứa công thức, hãy dán giá trị.",
        "The cell holds a formula; paste its value.",
      );
      continue;
    }
    if (cell.kind === "error") {
      problem(
        field.code,
        cell.text,
        "error-cell",
        "Ô báo lỗi của bảng tính.",
        "The cell holds a spreadsheet error.",
      );
      continue;
    }
    const { value } = normaliseField(field, cell.text);
    if (value) fields[field.code] = value;
  }
  const written = normalisedText(fields["quyenSo"]) ?? "";
  const parsed = parseBookNumber(written);
  return {
    sheet,
    row,
    texts: cells.map((cell) => cell?.text ?? ""),
    fields,
    bookNumber: parsed ? formatBookNumber(parsed) : "",
    problems,
  };
};
