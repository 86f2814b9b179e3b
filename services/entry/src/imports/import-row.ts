import type { FieldValues } from "@sogoc/events";
import type { WorkbookRow } from "@sogoc/files";
import {
  answersFor,
  canonicalNumber,
  type Finding,
  findField,
  formatBookNumber,
  isLineNumber,
  isWritten,
  LINE_FIELD,
  normalisedText,
  ORIGINAL_SHEET,
  type OriginalValue,
  originalKey,
  parseBookNumber,
  type RecordSheetFacts,
  type RecordType,
  readField,
  restoreOriginals,
} from "@sogoc/registers";
import { faultOfCell } from "./cell-fault.ts";
import { type DateOrders, doubtOfDate } from "./date-order.ts";
import { type CellFault, type RowProblem, rowError, rowWarning } from "./row-problem.ts";

/** What the sheet `So goc` of an exported workbook keeps of one record. */
export interface OriginalRows {
  readonly values: readonly OriginalValue[];
  readonly facts?: RecordSheetFacts | undefined;
}

/** The same of all records, by `originalKey`. */
export type OriginalSheetRows = Pick<ReadonlyMap<string, OriginalRows>, "get">;

/** An answer to a finding, as an exported workbook keeps it. */
export type SheetAnswer = NonNullable<RecordSheetFacts["answers"]>[number];

/** A row read into field values; nothing has been looked up yet. */
export interface ImportRow {
  readonly sheet: string;
  readonly row: number;
  readonly texts: readonly string[];
  readonly fields: FieldValues;
  /** `NN/YYYY`, empty when the row names no readable book. */
  readonly bookNumber: string;
  /**
   * The registration number in the sheet; on paper it may be shorter, where a number occurs twice.
   */
  readonly so: string;
  /** What an export kept beside the cells. */
  readonly facts?: RecordSheetFacts | undefined;
  /** Reasons in the export that belong to other values than the cells have now. */
  readonly outdated?: readonly SheetAnswer[] | undefined;
  /** Fields with values from the original sheet, and what their cells show. */
  readonly fromOriginalSheet?: readonly { readonly code: string; readonly cell: string }[] | undefined;
  /** What is wrong with the cells as such. */
  readonly cellProblems: readonly RowProblem[];
  /**
   * The findings, once the rules were run, with the units known then: a person confirms what was
   * shown.
   */
  readonly findings?: readonly Finding[] | undefined;
}

/** The values for which an answer was given; undefined where the file does not give all of them. */
const valuesAnswered = (
  { values, inRows, fields }: SheetAnswer,
  rows: readonly OriginalValue[],
): SheetAnswer["values"] => {
  if (!inRows) return values;
  const kept = new Map(rows.map(({ field, value }) => [field, value]));
  const held: NonNullable<SheetAnswer["values"]> = {};
  for (const field of fields) {
    const value = kept.get(field);
    if (value === undefined) return undefined;
    held[field] = value;
  }
  return held;
};

/**
 * The row's entry in the original sheet, with the reasons for the values that the row has now. A
 * reason that does not name its values may belong to a cell that was changed since.
 */
const factsFor = (
  { facts, values: rows = [] }: Partial<OriginalRows>,
  fields: FieldValues,
): Pick<ImportRow, "facts" | "outdated"> => {
  if (!facts?.answers) return { facts };
  const { answers: kept, ...others } = facts;
  const answers: SheetAnswer[] = [];
  const outdated: SheetAnswer[] = [];
  for (const answer of kept) {
    const { rule, fields: named, reason } = answer;
    const values = valuesAnswered(answer, rows);
    const isCurrent =
      values !== undefined && answersFor([{ rule, fields: named, values }], fields).length > 0;
    (isCurrent ? answers : outdated).push({ rule, fields: named, reason });
  }
  return { facts: { ...others, answers }, outdated: outdated.length > 0 ? outdated : undefined };
};

/** Of what stands in the column of line numbers and is none. */
const notALine = (value: string): CellFault => ({
  rule: "line-number-invalid",
  value,
  messageVi: "Số thứ tự (STT) chỉ là số.",
  messageEn: "The line number (STT) is a number only.",
});

const contradiction = (value: string): CellFault => ({
  rule: "second-sheet-differs",
  value,
  messageVi: `Trang “${ORIGINAL_SHEET}” của tệp giữ cho ô này một giá trị khác giá trị đang hiện.`,
  messageEn: `The sheet “${ORIGINAL_SHEET}” of the file keeps another value for this cell than it shows.`,
});

/**
 * Cells to values by the sheet's layout; a formula is refused because its result is not what
 * somebody keyed.
 */
export const readImportRow = (
  source: WorkbookRow,
  columns: readonly (string | undefined)[],
  recordType: RecordType,
  originalSheetRows: OriginalSheetRows,
  orders: DateOrders = {},
): ImportRow => {
  const { sheet, row, cells } = source;
  const read: FieldValues = {};
  const problems: RowProblem[] = [];
  for (const [index, cell] of cells.entries()) {
    const code = columns[index];
    const field = code === undefined ? undefined : findField(recordType, code);
    if (!cell || !field || cell.text.trim() === "") continue;
    const fault = faultOfCell(field, cell);
    if (fault) {
      problems.push(rowError(source, field.code, fault));
      continue;
    }
    const order = orders[field.code];
    const doubt = order && doubtOfDate(cell, order);
    if (doubt?.refuses) {
      problems.push(rowError(source, field.code, doubt.fault));
      continue;
    }
    if (doubt) problems.push(rowWarning(source, field.code, doubt.fault));
    const value = readField(field, cell.text);
    if (field.code === LINE_FIELD && !isLineNumber(value)) {
      problems.push(rowError(source, field.code, notALine(cell.text)));
      continue;
    }
    if (value) read[field.code] = doubt && isWritten(value) ? { ...value, doubtful: true } : value;
  }
  const parsed = parseBookNumber(normalisedText(read["quyenSo"]) ?? "");
  const bookNumber = parsed ? formatBookNumber(parsed) : "";
  const so = normalisedText(read["so"]) ?? "";
  const number = canonicalNumber(so, bookNumber) ?? "";
  const kept = originalSheetRows.get(originalKey(bookNumber, number));
  const cellOf = (field: string) => cells[columns.indexOf(field)]?.text ?? "";
  const { fields, taken, contradicted } = restoreOriginals(
    recordType,
    { bookNumber, number },
    read,
    kept?.values ?? [],
    cellOf,
  );
  for (const code of contradicted) {
    problems.push(rowError(source, code, contradiction(cellOf(code))));
  }
  const { facts, outdated } = factsFor(kept ?? {}, fields);
  return {
    sheet,
    row,
    texts: cells.map((cell) => cell?.text ?? ""),
    fields,
    bookNumber,
    so,
    facts,
    outdated,
    fromOriginalSheet: taken.length > 0 ? taken.map((code) => ({ code, cell: cellOf(code) })) : undefined,
    cellProblems: problems,
  };
};
