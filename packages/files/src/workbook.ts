import { open } from "node:fs/promises";
import { type Archive, openArchive } from "./archive.ts";
import { Budget } from "./budget.ts";
import { openCsv } from "./csv-reader.ts";
import type { FileSource } from "./file-source.ts";
import { refusal } from "./refusal.ts";
import { readSharedStrings, type SharedStrings } from "./shared-strings.ts";
import { SheetRows } from "./sheet-rows.ts";
import {
  type OpenedWorkbook,
  type WorkbookLimits,
  type WorkbookRow,
  workbookBudget,
  workbookLimits,
} from "./workbook-model.ts";
import { getParts, readStyles, type WorkbookParts } from "./workbook-parts.ts";
import { XmlScanner } from "./xml-scanner.ts";

export interface OpenWorkbookOptions extends Partial<WorkbookLimits> {
  /** name under which the file came; needed to know a CSV in a buffer */
  readonly fileName?: string | undefined;
}

const firstBytes = async (source: FileSource): Promise<Buffer> => {
  if (typeof source !== "string") return source.subarray(0, 8);
  await using file = await open(source);
  const { bytesRead, buffer } = await file.read(Buffer.alloc(8), 0, 8, 0);
  return buffer.subarray(0, bytesRead);
};

class XlsxWorkbook implements OpenedWorkbook {
  readonly format = "xlsx";
  readonly sheets: readonly string[];
  readonly #archive: Archive;
  readonly #parts: WorkbookParts;
  readonly #limits: WorkbookLimits;
  #strings: Promise<SharedStrings | undefined> | undefined;
  constructor(archive: Archive, parts: WorkbookParts, limits: WorkbookLimits) {
    this.#archive = archive;
    this.#parts = parts;
    this.#limits = limits;
    this.sheets = parts.sheets.map(({ name }) => name);
  }

  [Symbol.asyncIterator](): AsyncIterator<WorkbookRow> {
    return this.rows()[Symbol.asyncIterator]();
  }

  async *rows(wanted?: string): AsyncGenerator<WorkbookRow> {
    const { sheets, styles, from1904 } = this.#parts;
    const chosen = sheets.filter(({ name }) => wanted === undefined || name === wanted);
    if (chosen.length === 0) throw new RangeError(`No sheet ${wanted}`);
    const { budget } = this.#archive;
    const formats = await readStyles(styles, budget, this.#limits.maxSmallPartBytes);
    this.#strings ??= this.#readStrings();
    const strings = await this.#strings;
    for (const { name, entry } of chosen) {
      const context = { sheet: name, strings, formats, from1904, limits: this.#limits, budget };
      const handler = new SheetRows(context);
      const scanner = new XmlScanner(handler, budget);
      for await (const chunk of await entry.open()) {
        scanner.push(chunk);
        const { rows } = handler;
        handler.rows = [];
        yield* rows;
      }
      scanner.end();
    }
  }

  async #readStrings(): Promise<SharedStrings | undefined> {
    const entry = this.#parts.sharedStrings;
    if (entry === undefined) return undefined;
    return readSharedStrings(await entry.open(), this.#limits, this.#archive.budget);
  }

  close(): void {
    this.#archive.close();
  }
}

/**
 * Opens an .xlsx (told by its content) or a .csv (told by its name) and reads it row by row in
 * bounded memory. `given` is charged with all of it. Throws `workbook-refused` with a reason when
 * opening or while reading rows.
 */
export const openWorkbook = async (
  source: FileSource,
  options: OpenWorkbookOptions = {},
  given?: Budget,
): Promise<OpenedWorkbook> => {
  const { fileName, ...bounds } = options;
  const limits: WorkbookLimits = { ...workbookLimits, ...bounds };
  const budget = given ?? new Budget(workbookBudget(limits), "workbook-refused");
  const head = await firstBytes(source);
  if (head.toString("latin1", 0, 2) !== "PK") {
    if (head.toString("hex").startsWith("d0cf11e0"))
      throw refusal("workbook-refused", "old-or-encrypted-workbook");
    const name = fileName ?? (typeof source === "string" ? source : "");
    if (!/\.csv$/iu.test(name)) throw refusal("workbook-refused", "not-a-workbook");
    return openCsv(source, limits, budget);
  }
  const archive = await openArchive(source, limits, "workbook-refused", budget);
  try {
    return new XlsxWorkbook(archive, await getParts(archive, limits), limits);
  } catch (error) {
    archive.close();
    throw error;
  }
};
