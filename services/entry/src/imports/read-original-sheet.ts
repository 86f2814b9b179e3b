import { createYielding, hasBoundedMarks, MOST_MARKS } from "@sogoc/core";
import type { WorkbookRow } from "@sogoc/files";
import {
  type OriginalRow,
  type OriginalValue,
  type RecordSheetFacts,
  readOriginalRow,
} from "@sogoc/registers";
import type { OriginalSheetRows } from "./import-row.ts";
import { refuseWorkbook } from "./refuse-workbook.ts";

/** What a sheet `So goc` may hold: it is in memory while the rows of its workbook are read. */
export interface OriginalSheetLimits {
  /** Characters of all cells; a hundred thousand records have a third of it. */
  readonly maxLength: number;
  /** Rows, and what their JSON is made of: each takes memory, however short it is. */
  readonly maxValues: number;
  /** Characters and rows of one record: they are looked at again for each row that names it. */
  readonly maxLengthOfRecord: number;
  readonly maxRowsOfRecord: number;
}

export const originalSheetLimits: OriginalSheetLimits = {
  maxLength: 2 ** 25,
  maxValues: 2 ** 21,
  maxLengthOfRecord: 2 ** 18,
  maxRowsOfRecord: 300,
};

const tooMuch = () =>
  refuseWorkbook(
    "second-sheet-too-large",
    "Trang “So goc” của tệp giữ quá nhiều dữ liệu; hãy xuất và nhập từng phần nhỏ hơn.",
    "The sheet “So goc” of the file holds too much; export and import it in smaller parts.",
  );

/** Texts, marks, lists and members of a value, all levels together. */
const countValues = (value: unknown): number => {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + countValues(inner), 1);
};

const isText = (content: unknown): boolean => {
  if (typeof content === "string") return hasBoundedMarks(content);
  return typeof content !== "object" || content === null || Object.values(content).every(isText);
};

/** Throws where an escape in the JSON has made a text that nobody writes. */
const requireText = (content: unknown): void => {
  if (isText(content)) return;
  throw refuseWorkbook(
    "too-many-marks",
    `Trang “So goc” của tệp có một chữ mang quá nhiều dấu (tối đa ${MOST_MARKS}).`,
    `In the sheet “So goc” of the file a letter carries too many marks (at most ${MOST_MARKS}).`,
  );
};

const contentOf = (row: Exclude<OriginalRow, { kind: "invalid" }>): unknown =>
  row.kind === "value" ? row.value : row.facts;

interface Kept {
  readonly values: OriginalValue[];
  facts?: RecordSheetFacts | undefined;
  rows: number;
  length: number;
}

/**
 * What an export of ours keeps beside the ministry's sheet, by record. Throws `workbook-refused`
 * where that is more than may be held in memory.
 */
export const readOriginalSheetRows = async (
  rows: AsyncIterable<WorkbookRow>,
  limits: OriginalSheetLimits = originalSheetLimits,
): Promise<OriginalSheetRows> => {
  const originalSheetRows = new Map<string, Kept>();
  const yieldNow = createYielding();
  let [length, values] = [0, 0];
  for await (const { cells } of rows) {
    await yieldNow();
    const texts = cells.map((cell) => cell?.text);
    const ofRow = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
    length += ofRow;
    if (length > limits.maxLength) throw tooMuch();
    const row = readOriginalRow(texts);
    if (!row || row.kind === "invalid") continue;
    const content = contentOf(row);
    requireText(content);
    values += 1 + countValues(content);
    const kept = originalSheetRows.get(row.key) ?? { values: [], rows: 0, length: 0 };
    originalSheetRows.set(row.key, kept);
    kept.rows += 1;
    kept.length += ofRow;
    const isTooMuchOfOne = kept.rows > limits.maxRowsOfRecord || kept.length > limits.maxLengthOfRecord;
    if (values > limits.maxValues || isTooMuchOfOne) throw tooMuch();
    if (row.kind === "value") kept.values.push(row);
    else kept.facts = row.facts;
  }
  return originalSheetRows;
};
