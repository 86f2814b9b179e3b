import { createYielding, hasBoundedMarks, MOST_MARKS } from "@sogoc/core";
import type { WorkbookRow } from "@sogoc/files";
import {
  createOriginalSheetCount,
  joinFacts,
  type OriginalSheetLimits,
  type OriginalValue,
  originalSheetLimits,
  type RecordSheetFacts,
} from "@sogoc/registers";
import type { OriginalSheetRows } from "./import-row.ts";
import { refuseWorkbook } from "./refuse-workbook.ts";

const tooMuch = () =>
  refuseWorkbook(
    "second-sheet-too-large",
    "Trang “So goc” của tệp giữ quá nhiều dữ liệu; hãy xuất và nhập từng phần nhỏ hơn.",
    "The sheet “So goc” of the file holds too much; export and import it in smaller parts.",
  );

const isText = (content: unknown): boolean => {
  if (typeof content === "string") return hasBoundedMarks(content);
  return typeof content !== "object" || content === null || Object.values(content).every(isText);
};

/**
 * Throws where an escape in the JSON yields a text with more marks on a letter than anybody writes.
 */
const requireText = (content: unknown): void => {
  if (isText(content)) return;
  throw refuseWorkbook(
    "too-many-marks",
    `Trang “So goc” của tệp có một chữ mang quá nhiều dấu (tối đa ${MOST_MARKS}).`,
    `In the sheet “So goc” of the file a letter carries too many marks (at most ${MOST_MARKS}).`,
  );
};

interface Kept {
  readonly values: OriginalValue[];
  facts?: RecordSheetFacts | undefined;
  length: number;
  isFound: boolean;
}

/**
 * Counts what rows of the sheet to import take from here a second time or more often, since several
 * may name one record. Throws `workbook-refused` where that is too much.
 */
const withLimitedReads = (
  kept: ReadonlyMap<string, Kept>,
  { maxLength }: OriginalSheetLimits,
): OriginalSheetRows => {
  let readAgain = 0;
  return {
    get(key) {
      const found = kept.get(key);
      if (found?.isFound) readAgain += found.length;
      if (readAgain > maxLength) throw tooMuch();
      if (found) found.isFound = true;
      return found;
    },
  };
};

/**
 * Reads what an export keeps beside the ministry's sheet, by record. Throws `workbook-refused`
 * where that is more than may be held in memory.
 */
export const readOriginalSheetRows = async (
  rows: AsyncIterable<WorkbookRow>,
  limits: OriginalSheetLimits = originalSheetLimits,
): Promise<OriginalSheetRows> => {
  const byRecord = new Map<string, Kept>();
  const count = createOriginalSheetCount(limits);
  const yieldNow = createYielding();
  for await (const { cells } of rows) {
    await yieldNow();
    const { fits, row, length } = count(cells.map((cell) => cell?.text));
    if (!fits) throw tooMuch();
    if (!row) continue;
    requireText(row.kind === "value" ? row.value : row.facts);
    const kept = byRecord.get(row.key) ?? { values: [], length: 0, isFound: false };
    byRecord.set(row.key, kept);
    kept.length += length;
    if (row.kind === "value") kept.values.push(row);
    else kept.facts = joinFacts(kept.facts ?? {}, row.facts);
  }
  return withLimitedReads(byRecord, limits);
};
