import { type OriginalRow, readOriginalRow } from "./original-sheet.ts";

/** What a sheet `So goc` may hold: it is in memory while the rows of its workbook are read. */
export interface OriginalSheetLimits {
  /** Rows, empty ones left out. */
  readonly maxRows: number;
  /** Characters of all cells; a hundred thousand records have a third of it. */
  readonly maxLength: number;
  /** Rows, and what their JSON is made of: each takes memory, however short it is. */
  readonly maxValues: number;
  /**
   * Characters and rows of one record, which are looked at in one go. Every column of the widest
   * book type with the longest text that can be keyed, and with reasons as long for what the rules
   * say of it, has half of either.
   */
  readonly maxLengthOfRecord: number;
  readonly maxRowsOfRecord: number;
}

export const originalSheetLimits: OriginalSheetLimits = {
  maxRows: 1_000_000,
  maxLength: 2 ** 25,
  maxValues: 2 ** 21,
  maxLengthOfRecord: 2 ** 21,
  maxRowsOfRecord: 300,
};

type Filled = Exclude<OriginalRow, { kind: "invalid" }>;

/** A row with what it takes; `fits` is false once the sheet, or the record, has too much. */
export interface CountedRow {
  readonly fits: boolean;
  readonly length: number;
  readonly row?: Filled | undefined;
}

/** Texts, marks, lists and members of a value, all levels together. */
const countValues = (value: unknown): number => {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + countValues(inner), 1);
};

/**
 * Reads the rows of a sheet one by one and adds up what they take: the same count for who writes
 * one as for who reads it, so that nothing is written that would not be read.
 */
export const createOriginalSheetCount = (
  limits: OriginalSheetLimits = originalSheetLimits,
): ((cells: readonly (string | undefined)[]) => CountedRow) => {
  const records = new Map<string, { rows: number; length: number }>();
  let [rows, length, values] = [0, 0, 0];
  return (cells) => {
    const ofRow = cells.reduce((sum, text) => sum + (text?.length ?? 0), 0);
    length += ofRow;
    rows += 1;
    if (length > limits.maxLength || rows > limits.maxRows) return { fits: false, length: ofRow };
    const row = readOriginalRow(cells);
    if (!row || row.kind === "invalid") return { fits: true, length: ofRow };
    values += 1 + countValues(row.kind === "value" ? row.value : row.facts);
    const record = records.get(row.key) ?? { rows: 0, length: 0 };
    records.set(row.key, record);
    record.rows += 1;
    record.length += ofRow;
    const isTooMuchOfOne = record.rows > limits.maxRowsOfRecord || record.length > limits.maxLengthOfRecord;
    return { fits: values <= limits.maxValues && !isTooMuchOfOne, length: ofRow, row };
  };
};
