import { createLock, createYielding } from "@sogoc/core";
import { openWorkbook, type WorkbookCell, type WorkbookRow } from "@sogoc/files";
import {
  type DetectedLayout,
  detectLayout,
  type Field,
  findField,
  ORIGINAL_SHEET,
  originalSheetLimits,
} from "@sogoc/registers";
import type { DateOrders } from "./date-order.ts";
import { type ImportRow, type OriginalSheetRows, readImportRow } from "./import-row.ts";
import { createRowJudge, type RowJudgeDependencies, type RowJudgeOptions } from "./judge-rows.ts";
import type { JudgedRow } from "./judged-row.ts";
import { readOriginalSheetRows } from "./read-original-sheet.ts";
import { refuseWorkbook } from "./refuse-workbook.ts";

/** Rows, or characters, that are judged in one go. */
const CHUNK = 500;
const CHUNK_LENGTH = 500_000;
const IMPORT_SHEET = /^dl\s*import$/i;

/** What the sheet turned out to be, before any row is judged. */
export interface SheetFound {
  readonly sheet: string;
  readonly layout: DetectedLayout;
}

/**
 * The sheet to import: the ministry's `DL Import`, else the first one. Throws `workbook-refused`.
 */
const getSheet = (sheets: readonly string[]): string => {
  const sheet = sheets.find((name) => IMPORT_SHEET.test(name.trim())) ?? sheets[0];
  if (sheet === undefined)
    throw refuseWorkbook("no-sheet", "Tệp không có trang tính nào.", "The file has no sheet.");
  return sheet;
};

const detect = (header: WorkbookRow, recordType: string): DetectedLayout => {
  const layout = detectLayout(header.cells.map((cell) => cell?.text ?? ""));
  if (!layout) {
    throw refuseWorkbook(
      "unknown-layout",
      "Dòng đầu không phải mẫu nhập liệu nào đã biết.",
      "The first row is none of the known layouts.",
    );
  }
  if (layout.recordType.code !== recordType) {
    throw refuseWorkbook(
      "other-type",
      `Tệp là mẫu ${layout.recordType.code}, không phải ${recordType}.`,
      `The file has the layout of ${layout.recordType.code}, not of ${recordType}.`,
    );
  }
  return layout;
};

export interface WorkbookOptions {
  readonly recordType: string;
  readonly fileName: string;
  readonly onSheet?: ((found: SheetFound) => void) | undefined;
  /** Is shown each cell of a column that belongs to a field. */
  readonly onCell?: ((field: Field, cell: WorkbookCell) => void) | undefined;
  /** What the columns of dates have proved, once all of them were seen. */
  readonly dateOrders?: DateOrders | undefined;
}

/**
 * Only one workbook of this process has its original sheet in memory at a time, so that together
 * they take no more than one may.
 */
const lockOriginalSheet = createLock();

const noOriginalSheet: OriginalSheetRows = new Map();

const readOriginalSheet = async (file: string): Promise<OriginalSheetRows> => {
  const { maxLength: maxTextLength, maxRows } = originalSheetLimits;
  const workbook = await openWorkbook(file, { maxTextLength, maxRows, waits: true });
  return readOriginalSheetRows(workbook.rows(ORIGINAL_SHEET));
};

/**
 * Characters of a row, including its entry in the original sheet: many rows may name one record.
 */
const lengthOf = ({ texts, facts, fromOriginalSheet, fields }: ImportRow): number => {
  const kept = facts || fromOriginalSheet ? JSON.stringify([facts, fields]).length : 0;
  return texts.reduce((sum, text) => sum + text.length, kept);
};

const showCells = (
  { cells }: WorkbookRow,
  { columns, recordType }: DetectedLayout,
  onCell: NonNullable<WorkbookOptions["onCell"]>,
): void => {
  for (const [index, cell] of cells.entries()) {
    const code = columns[index];
    const field = code === undefined ? undefined : findField(recordType, code);
    if (cell && field) onCell(field, cell);
  }
};

/** Reads a workbook in chunks, in bounded memory. Empty rows are passed over. */
async function* readWorkbook(file: string, options: WorkbookOptions): AsyncGenerator<readonly ImportRow[]> {
  const workbook = await openWorkbook(file, { fileName: options.fileName, waits: true });
  const hasOriginalSheet = workbook.sheets.includes(ORIGINAL_SHEET);
  const unlock = hasOriginalSheet ? await lockOriginalSheet() : undefined;
  try {
    const sheet = getSheet(workbook.sheets);
    const originalSheetRows = hasOriginalSheet ? await readOriginalSheet(file) : noOriginalSheet;
    let layout: DetectedLayout | undefined;
    let chunk: ImportRow[] = [];
    let length = 0;
    const yieldNow = createYielding();
    for await (const source of workbook.rows(sheet)) {
      await yieldNow();
      if (!layout) {
        layout = detect(source, options.recordType);
        options.onSheet?.({ sheet, layout });
        continue;
      }
      if (options.onCell) showCells(source, layout, options.onCell);
      const { columns, recordType } = layout;
      const read = readImportRow(source, columns, recordType, originalSheetRows, options.dateOrders);
      if (read.texts.every((text) => text.trim() === "")) continue;
      chunk.push(read);
      length += lengthOf(read);
      if (chunk.length < CHUNK && length < CHUNK_LENGTH) continue;
      yield chunk;
      chunk = [];
      length = 0;
    }
    if (!layout) throw refuseWorkbook("empty", "Tệp không có dòng nào.", "The file has no rows.");
    if (chunk.length > 0) yield chunk;
  } finally {
    unlock?.();
  }
}

/**
 * Judges every row of a workbook by the present books, batches and records. Its memory is bounded,
 * except for one id a row.
 */
export async function* judgeWorkbook(
  dependencies: RowJudgeDependencies,
  file: string,
  options: RowJudgeOptions & WorkbookOptions,
): AsyncGenerator<readonly JudgedRow[]> {
  const judge = createRowJudge(dependencies, options);
  for await (const chunk of readWorkbook(file, options)) yield await judge(chunk);
}

/**
 * Judges rows again that were judged before: their cells are the same, but books, batches and
 * records may have changed.
 */
export async function* judgeAgain(
  dependencies: RowJudgeDependencies,
  chunks: Iterable<readonly ImportRow[]>,
  options: RowJudgeOptions,
): AsyncGenerator<readonly JudgedRow[]> {
  const judge = createRowJudge(dependencies, options);
  for (const chunk of chunks) yield await judge(chunk);
}
