import type { Budget } from "./budget.ts";
import { CellText, decodeEscapes } from "./cell-text.ts";
import { boundedText } from "./foreign-text.ts";
import {
  dayOfSerial,
  formatNumber,
  formatShownParts,
  formatTimeCell,
  type NumberFormat,
  plainNumber,
  readIsoCell,
  type ShownParts,
} from "./number-format.ts";
import { refusal } from "./refusal.ts";
import type { SharedStrings } from "./shared-strings.ts";
import type { WorkbookCell, WorkbookLimits, WorkbookRow } from "./workbook-model.ts";
import { attribute, type XmlHandler } from "./xml-scanner.ts";

export interface SheetContext {
  readonly sheet: string;
  readonly strings: SharedStrings | undefined;
  readonly formats: readonly NumberFormat[];
  readonly from1904: boolean;
  readonly limits: WorkbookLimits;
  readonly budget: Budget;
}

/** 0 for `A1`, 27 for `AB1`; -1 when there is no reference. */
const columnOf = (reference: string): number => {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) & 0xdf;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return column - 1;
};

const isIndex = /^\s*\d+\s*$/;

/** As XML Schema writes booleans. Throws for what is none: it is no answer to a question. */
const booleanText = (stored: string): string => {
  if (stored === "1" || stored === "true") return "TRUE";
  if (stored === "0" || stored === "false") return "FALSE";
  throw refusal("workbook-refused", "damaged");
};

const everyPart: ShownParts = { year: true, month: true, day: true };

const dayCell = (day: string, shows: ShownParts): WorkbookCell => ({
  text: formatShownParts(day, shows),
  kind: "date",
  day: { shown: shows, iso: day },
});

const isoCell = (stored: string, format: NumberFormat): WorkbookCell => {
  const { day, time } = readIsoCell(stored);
  if (time !== undefined && (day === undefined || format.kind === "time"))
    return { text: time, kind: "date" };
  if (day === undefined) return { text: stored, kind: "text" };
  return dayCell(day, format.kind === "date" ? format.shows : everyPart);
};

const numberCell = (stored: string, format: NumberFormat, from1904: boolean): WorkbookCell => {
  const time = format.kind === "time" ? formatTimeCell(stored) : undefined;
  if (time !== undefined) return { text: time, kind: "date" };
  const day = format.kind === "date" ? dayOfSerial(stored, from1904) : undefined;
  if (day !== undefined && format.kind === "date") return dayCell(day, format.shows);
  const text = formatNumber(stored, format.kind === "number" ? format.code : undefined);
  return from1904 ? { text, kind: "number", from1904 } : { text, kind: "number" };
};

/**
 * Turns the elements of a sheet into rows; rows without content are left out, their numbers are
 * kept.
 */
export class SheetRows implements XmlHandler {
  /** Rows that are complete; the reader takes them out. */
  rows: WorkbookRow[] = [];
  readonly #context: SheetContext;
  #cells: (WorkbookCell | undefined)[] = [];
  #row = 0;
  #filled = 0;
  #column = -1;
  #type = "";
  #style = 0;
  readonly #value: CellText;
  #rowLength = 0;
  #formula = false;
  #reads = false;
  #phonetic = false;
  constructor(context: SheetContext) {
    this.#context = context;
    this.#value = new CellText(context.limits.maxCellLength);
  }

  open(name: string, attributes: string): void {
    switch (name) {
      case "c": {
        const reference = attribute(attributes, "r");
        this.#column = reference === undefined ? this.#column + 1 : columnOf(reference);
        this.#type = attribute(attributes, "t") ?? "n";
        this.#style = Number(attribute(attributes, "s") ?? "0");
        this.#value.clear();
        this.#formula = false;
        return;
      }
      case "v":
        this.#reads = true;
        this.#value.clear();
        return;
      case "t":
        this.#reads = !this.#phonetic;
        return;
      case "f":
        this.#formula = true;
        return;
      case "rPh":
        this.#phonetic = true;
        return;
      case "row": {
        const number = attribute(attributes, "r");
        this.#row = number === undefined ? this.#row + 1 : Number(number);
        if (!Number.isSafeInteger(this.#row)) throw refusal("workbook-refused", "damaged");
        this.#cells = [];
        this.#rowLength = 0;
        this.#column = -1;
      }
    }
  }

  close(name: string): void {
    switch (name) {
      case "c":
        this.#endCell();
        return;
      case "v":
      case "t":
        this.#reads = false;
        return;
      case "rPh":
        this.#phonetic = false;
        return;
      case "row":
        this.#endRow();
    }
  }

  text(text: string): void {
    if (this.#reads) this.#value.add(text);
  }

  #endCell(): void {
    const { limits, budget } = this.#context;
    const { maxColumns, maxCellLength, maxRowLength } = limits;
    if (this.#value.isEmpty && !this.#formula) return;
    const cell = this.#readCell();
    if (cell === undefined) return;
    if (this.#column < 0 || this.#column >= maxColumns) {
      throw refusal("workbook-refused", "too-many-columns", maxColumns);
    }
    const { length } = cell.text;
    if (length > maxCellLength) throw refusal("workbook-refused", "cell-too-long", maxCellLength);
    // A cell may be written over and over again: what was read counts, not what is left.
    this.#rowLength += length;
    if (this.#rowLength > maxRowLength) throw refusal("workbook-refused", "row-too-long", maxRowLength);
    budget.spend("text", length);
    // The table of strings was looked at once: one of its strings may stand in every cell.
    if (this.#type !== "s" || cell.kind === "formula") boundedText(cell.text, "workbook-refused");
    for (let at = this.#cells.length; at < this.#column; at += 1) this.#cells.push(undefined);
    this.#cells[this.#column] = cell;
  }

  #readCell(): WorkbookCell | undefined {
    const { strings, formats, from1904 } = this.#context;
    const stored = this.#value.take();
    if (this.#formula) return { text: decodeEscapes(stored), kind: "formula" };
    switch (this.#type) {
      case "s": {
        // Anything else, such as a space, would be the first string to `Number`.
        const text = isIndex.test(stored) ? strings?.find(Number(stored)) : undefined;
        if (text === undefined) throw refusal("workbook-refused", "damaged");
        return text === "" ? undefined : { text, kind: "text" };
      }
      case "inlineStr":
      case "str":
        return { text: decodeEscapes(stored), kind: "text" };
      case "b":
        return { text: booleanText(stored.trim()), kind: "boolean" };
      case "e":
        return { text: stored, kind: "error" };
      case "d":
        return isoCell(stored, formats[this.#style] ?? plainNumber);
    }
    return numberCell(stored, formats[this.#style] ?? plainNumber, from1904);
  }

  #endRow(): void {
    const cells = this.#cells;
    this.#cells = [];
    if (cells.length === 0) return;
    const { sheet, limits } = this.#context;
    this.#filled += 1;
    if (this.#filled > limits.maxRows) throw refusal("workbook-refused", "too-many-rows", limits.maxRows);
    this.rows.push({ sheet, row: this.#row, cells });
  }
}
