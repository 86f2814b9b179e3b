import { type ArchiveLimits, listingBytes } from "./archive.ts";
import type { BudgetLimits } from "./budget.ts";
import { dayOfSerial } from "./number-format.ts";

/**
 * A cell as a person sees it. Numbers with the zeros and letters of their format, without exponent,
 * noise or separators, dates `dd.MM.yyyy` (or the part that the format shows), `TRUE`/`FALSE`. A
 * formula has the text of its last result: whoever imports must refuse it.
 */
export interface WorkbookCell {
  readonly text: string;
  readonly kind: "text" | "number" | "date" | "boolean" | "formula" | "error";
  /** Of a cell that shows a day or a part of one; a time of day has none. */
  readonly day?:
    | {
        readonly shown: { readonly year: boolean; readonly month: boolean; readonly day: boolean };
        /** `yyyy-MM-dd` as stored; what the cell does not show, nobody typed. */
        readonly iso: string;
      }
    | undefined;
  /** Of a number in a workbook whose days count from 1904. */
  readonly from1904?: true | undefined;
}

/** Where serials of days count from 1.1.1904, a number that lost its date format does so too. */
export const serialDayOf = ({ text, from1904 }: WorkbookCell): string | undefined =>
  dayOfSerial(text, from1904 === true);

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
  /**
   * Characters of a row, all cells together; a hundred and twenty of the longest texts that can be
   * keyed have nearly as many.
   */
  readonly maxRowLength: number;
  readonly maxSharedStringBytes: number;
  /** Any part but a sheet and the table of strings, each time it is read. */
  readonly maxSmallPartBytes: number;
  /**
   * Elements of all parts together; a hundred thousand rows of sixty cells have eighteen million.
   */
  readonly maxElements: number;
  /**
   * Characters of all cells together: a table of strings makes much of little, and what is read is
   * written down for whoever judges it. Two hundred thousand rows have eighty million.
   */
  readonly maxTextLength: number;
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
  maxRowLength: 2 ** 18,
  maxSharedStringBytes: 96 * 2 ** 20,
  maxSmallPartBytes: 8 * 2 ** 20,
  maxElements: 40_000_000,
  maxTextLength: 2 ** 27,
};

/** Levels of elements in one another; a cell has seven. */
const MAX_DEPTH = 100;

/** What reading one workbook may cost, whichever of its parts are read how often. */
export const workbookBudget = ({
  maxEntries,
  maxTotalBytes,
  maxElements,
  maxTextLength,
}: WorkbookLimits): BudgetLimits => ({
  bytes: Number.POSITIVE_INFINITY,
  listing: listingBytes(maxEntries),
  unpacked: maxTotalBytes,
  items: maxElements,
  // Characters are looked at once or twice as they come.
  steps: 4 * maxTotalBytes,
  text: maxTextLength,
  depth: MAX_DEPTH,
});

/** A workbook whose sheets are known. Rows can be read more than once, each time from the file. */
export interface Workbook extends AsyncIterable<WorkbookRow> {
  readonly format: "xlsx" | "csv";
  readonly sheets: readonly string[];
  /**
   * Rows of one sheet, or of all in their order. Throws `RangeError` for a sheet that is not there.
   */
  rows(sheet?: string): AsyncIterable<WorkbookRow>;
}

/** A workbook whose file is open: close it in the end. */
export interface OpenedWorkbook extends Workbook {
  close(): void;
}
