import type { ArchiveLimits } from "./archive.ts";

/**
 * A cell as a person sees it. Numbers without exponent or noise, dates `dd.MM.yyyy` (or the part that the format
 * shows), `TRUE`/`FALSE`. A formula has the text of its last result: whoever imports must refuse it.
 */
export interface WorkbookCell {
  readonly text: string;
  readonly kind: "text" | "number" | "date" | "boolean" | "formula" | "error";
}

/** `row` counts from 1 as in the spreadsheet; `cells` ends with the last filled one. */
export interface WorkbookRow {
  readonly sheet: string;
  readonly row: number;
  readonly cells: readonly (WorkbookCell | undefined)[];
}

export interface WorkbookLimits extends ArchiveLimits {
  readonly maxSheets: number;
  /** filled rows of one sheet */
  readonly maxRows: number;
  readonly maxColumns: number;
  readonly maxCellLength: number;
  readonly maxSharedStringBytes: number;
}

export const workbookLimits: WorkbookLimits = {
  maxEntries: 1_000,
  maxEntryBytes: 2 ** 30,
  maxTotalBytes: 1.5 * 2 ** 30,
  maxRatio: 200,
  ratioFrom: 16 * 2 ** 20,
  maxSheets: 50,
  maxRows: 200_000,
  maxColumns: 250,
  maxCellLength: 32_767,
  maxSharedStringBytes: 2 ** 28,
};

/** An opened workbook. Rows can be read more than once; close it in the end. */
export interface Workbook extends AsyncIterable<WorkbookRow> {
  readonly format: "xlsx" | "csv";
  readonly sheets: readonly string[];
  /** Rows of one sheet, or of all in their order. @throws RangeError for a sheet that is not there */
  rows(sheet?: string): AsyncIterable<WorkbookRow>;
  close(): void;
}
