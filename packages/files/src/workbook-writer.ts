import { PassThrough } from "node:stream";
import { type RefusalReason, refusal } from "./refusal.ts";
import { toRejection } from "./rejection.ts";
import { storableText } from "./safe-text.ts";
import { workbookLimits } from "./workbook-model.ts";
import * as parts from "./workbook-xml.ts";
import { entryOptions, type FileTarget, ZipOutput } from "./zip-output.ts";

/** `width` in characters. */
export interface SheetColumn {
  readonly header: string;
  readonly width?: number | undefined;
}

/** Text is always written as text and never run; `mark` colours the cell. */
export type CellInput =
  | string
  | undefined
  | { readonly text: string; readonly mark: "error" | "warning" }
  | { readonly number: number };

export interface SheetWriter {
  /**
   * Await the promise when there is one: it keeps the memory bounded. Throws `workbook-refused` for
   * a row that no workbook can hold, or that `openWorkbook` would refuse.
   */
  addRow(cells: readonly CellInput[]): Promise<void> | undefined;
}

export interface WorkbookWriter {
  /**
   * Sheets are written one after the other: adding the next ends the one before. The header row is
   * bold and stays.
   */
  addSheet(name: string, columns?: readonly SheetColumn[]): Promise<SheetWriter>;
  finish(): Promise<void>;
}

const xmlSpecial = /[&<>]/gu;
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const xmlText = (text: string): string => {
  const escaped = text.includes("_x") ? text.replace(/_x(?=[0-9A-Fa-f]{4}_)/gu, "_x005F_x") : text;
  return storableText(escaped).replace(xmlSpecial, (sign) => entities[sign] ?? sign);
};

const columnName = (index: number): string => {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
};

const names = Array.from({ length: 702 }, (_, index) => columnName(index));

/** What a sheet has room for in every program that opens it; the header is a row of it. */
const MOST_ROWS = 1_048_576;

const lengthOf = (cell: CellInput): number => {
  if (cell === undefined) return 0;
  if (typeof cell === "string") return cell.length;
  return "number" in cell ? 0 : cell.text.length;
};

const requireAtMost = (limit: number, amount: number, reason: RefusalReason): void => {
  if (amount > limit) throw toRejection(refusal("workbook-refused", reason, limit));
};

/** Throws where the file could not be read again: nobody is handed such a one. */
const requireReadable = (cells: readonly CellInput[], row: number): void => {
  const { maxCellLength, maxRowLength, maxColumns } = workbookLimits;
  requireAtMost(MOST_ROWS, row, "too-many-rows");
  requireAtMost(maxColumns, cells.length, "too-many-columns");
  let length = 0;
  for (const cell of cells) {
    const ofCell = lengthOf(cell);
    requireAtMost(maxCellLength, ofCell, "cell-too-long");
    length += ofCell;
  }
  requireAtMost(maxRowLength, length, "row-too-long");
};

const cellXml = (cell: CellInput, column: number, row: number): string => {
  if (cell === undefined || cell === "") return "";
  const reference = `${names[column] ?? columnName(column)}${row}`;
  if (typeof cell === "object" && "number" in cell) return `<c r="${reference}"><v>${cell.number}</v></c>`;
  const text = xmlText(typeof cell === "string" ? cell : cell.text);
  const style = typeof cell === "string" ? parts.styles.text : parts.styles[cell.mark];
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
};

/** Enough to make a write worth its call. */
const flushAt = 64 * 1024;

class OpenSheet implements SheetWriter {
  readonly stream = new PassThrough({ highWaterMark: 4 * flushAt });
  readonly #output: ZipOutput;
  #row = 0;
  #text = "";
  constructor(output: ZipOutput, columns: readonly SheetColumn[]) {
    this.#output = output;
    this.#text = parts.sheetStart(columns);
    if (columns.length > 0) {
      this.#row = 1;
      const cells = columns.map(({ header }, column) =>
        cellXml(header, column, 1).replace(`s="${parts.styles.text}"`, `s="${parts.styles.header}"`),
      );
      this.#text += `<row r="1">${cells.join("")}</row>`;
    }
  }

  addRow(cells: readonly CellInput[]): Promise<void> | undefined {
    this.#row += 1;
    requireReadable(cells, this.#row);
    let xml = `<row r="${this.#row}">`;
    for (let column = 0; column < cells.length; column += 1) xml += cellXml(cells[column], column, this.#row);
    this.#text += `${xml}</row>`;
    if (this.#text.length < flushAt) return undefined;
    const taken = this.stream.write(this.#text);
    this.#text = "";
    return taken ? undefined : this.#output.drained(this.stream);
  }

  async end(): Promise<void> {
    const ended = this.#output.consumed(this.stream);
    this.stream.end(`${this.#text}${parts.sheetEnd}`);
    await ended;
  }
}

/**
 * Writes an .xlsx row by row in bounded memory; 100,000 rows are no more work for the memory than
 * ten.
 */
export const createWorkbookWriter = (target: FileTarget): WorkbookWriter => {
  const output = new ZipOutput(target);
  const sheets: string[] = [];
  let current: OpenSheet | undefined;
  const add = (path: string, xml: string) => output.zip.addBuffer(Buffer.from(xml), path, entryOptions);
  return {
    async addSheet(name, columns = []) {
      output.check();
      await current?.end();
      sheets.push(name);
      current = new OpenSheet(output, columns);
      const options = { ...entryOptions, compressionLevel: 3 };
      output.zip.addReadStream(current.stream, `xl/worksheets/sheet${sheets.length}.xml`, options);
      return current;
    },
    async finish() {
      if (sheets.length === 0) await this.addSheet("Sheet1");
      await current?.end();
      for (const [path, xml] of parts.workbookParts(sheets.map(xmlText))) add(path, xml);
      await output.finish();
    },
  };
};
