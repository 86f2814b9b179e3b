import type { FieldValue, FieldValues } from "@sogoc/events";
import type { WorkbookRow } from "@sogoc/files";
import {
  canonicalNumber,
  type Finding,
  findField,
  formatBookNumber,
  normalisedText,
  type OriginalRow,
  originalKey,
  parseBookNumber,
  type RecordSheetFacts,
  type RecordType,
  readField,
  restoreOriginals,
} from "@sogoc/registers";

/** Characters of a value, as for one that is keyed. */
const MAX_VALUE = 2_000;
const SHOWN_OF_LONG = 100;

/** What the sheet `So goc` of an exported workbook keeps, by record. */
export type Originals = ReadonlyMap<
  string,
  { readonly values: Extract<OriginalRow, { kind: "value" }>[]; facts?: RecordSheetFacts | undefined }
>;

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

/** What stands in a field as it was written; empty where the book leaves it open. */
export const rawText = (value: FieldValue | undefined): string =>
  value && "raw" in value ? (value.raw ?? "") : "";

/** A row read into field values; nothing has been looked up yet. */
export interface ReadRow {
  readonly sheet: string;
  readonly row: number;
  readonly texts: readonly string[];
  readonly fields: FieldValues;
  /** `NN/YYYY`, empty when the row names no readable book. */
  readonly bookNumber: string;
  /**
   * Registration number as the sheet has it; the paper may write less, where a number stands twice.
   */
  readonly so: string;
  /** What an export kept beside the cells. */
  readonly facts?: RecordSheetFacts | undefined;
  /** What is wrong with the cells as such. */
  readonly cellProblems: readonly RowProblem[];
  /** What the rules say of the fields, once they were asked; it follows from the row alone. */
  readonly findings?: readonly Finding[] | undefined;
}

/**
 * Cells to values by the sheet's layout; a formula is refused because its result is not what
 * somebody keyed.
 */
export const readRow = (
  source: WorkbookRow,
  columns: readonly (string | undefined)[],
  recordType: RecordType,
  originals: Originals,
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
    if (cell.text.length > MAX_VALUE) {
      problem(
        field.code,
        `${cell.text.slice(0, SHOWN_OF_LONG)}…`,
        "value-too-long",
        `Nội dung dài quá ${MAX_VALUE} ký tự.`,
        `The content is longer than ${MAX_VALUE} characters.`,
      );
      continue;
    }
    const value = readField(field, cell.text);
    if (value) fields[field.code] = value;
  }
  const parsed = parseBookNumber(normalisedText(fields["quyenSo"]) ?? "");
  const bookNumber = parsed ? formatBookNumber(parsed) : "";
  const so = normalisedText(fields["so"]) ?? "";
  const kept = originals.get(originalKey(bookNumber, canonicalNumber(so, bookNumber) ?? ""));
  const cellOf = (field: string) => cells[columns.indexOf(field)]?.text ?? "";
  return {
    sheet,
    row,
    texts: cells.map((cell) => cell?.text ?? ""),
    fields: kept ? restoreOriginals(fields, kept.values, cellOf) : fields,
    bookNumber,
    so,
    facts: kept?.facts,
    cellProblems: problems,
  };
};
