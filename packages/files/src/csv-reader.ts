import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { parse } from "csv-parse";
import { Budget } from "./budget.ts";
import type { FileSource } from "./file-source.ts";
import { boundedText } from "./foreign-text.ts";
import { FileRefusal, refusal } from "./refusal.ts";
import { readNeutralised } from "./safe-text.ts";
import {
  type OpenedWorkbook,
  type WorkbookCell,
  type WorkbookLimits,
  type WorkbookRow,
  workbookBudget,
} from "./workbook-model.ts";

const sheet = "CSV";

/** The first line is within it: 250 columns of 250 bytes. */
const SAMPLE_BYTES = 64 * 1024;

const sample = async (source: FileSource): Promise<string> => {
  if (typeof source !== "string") return source.toString("utf8", 0, SAMPLE_BYTES);
  await using file = await open(source);
  const { bytesRead, buffer } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
  return buffer.toString("utf8", 0, bytesRead);
};

/** How a file divides its lines and cells. */
interface Dialect {
  readonly delimiter: string;
  /** What ends a line, the longest first. */
  readonly lineEnds: readonly string[];
}

/**
 * As the first line shows it; quoted parts do not count. A line ends with `\r` alone where the
 * first one does, as Excel for the Mac still writes it: elsewhere such a character belongs to a
 * cell.
 */
const dialectOf = (text: string): Dialect => {
  const bare = text.replace(/"[^"]*"/gu, "");
  const [end = "\n"] = /\r\n|\n|\r/u.exec(bare) ?? [];
  const [line = ""] = bare.split(end);
  const count = (sign: string) => line.split(sign).length;
  return {
    delimiter: [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best)),
    lineEnds: end === "\r" ? ["\r\n", "\n", "\r"] : ["\r\n", "\n"],
  };
};

/**
 * Counts the separators since the last end of a line: the parser would make a cell of each before
 * it looks at their number. In quotes there may be as many as a row has characters.
 */
const separatorCounter = (
  { delimiter, lineEnds }: Dialect,
  { maxColumns, maxRowLength }: Pick<WorkbookLimits, "maxColumns" | "maxRowLength">,
) => {
  const signs = lineEnds.filter((end) => end.length === 1);
  let count = 0;
  return (text: string) => {
    const lineEnd = Math.max(...signs.map((sign) => text.lastIndexOf(sign)));
    const firsts = signs.map((sign) => text.indexOf(sign)).filter((place) => place >= 0);
    let at = 0;
    for (const end of lineEnd < 0 ? [text.length] : [Math.min(...firsts), text.length]) {
      for (at = text.indexOf(delimiter, at); at >= 0 && at < end; at = text.indexOf(delimiter, at + 1))
        count += 1;
      if (count > maxColumns + maxRowLength) {
        throw refusal("workbook-refused", "too-many-columns", maxColumns);
      }
      if (end === text.length) return;
      count = 0;
      at = lineEnd;
    }
  };
};

/**
 * Stops at the first byte that is not UTF-8: an older encoding would otherwise be stored as
 * nonsense.
 */
const onlyUtf8 = (budget: Budget, look: (text: string) => void): Transform => {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (bytes: Buffer | undefined) => {
    try {
      budget.spend("steps", bytes?.length ?? 0);
      const text = bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
      if (text.includes("\0")) throw refusal("workbook-refused", "not-a-workbook");
      look(text);
      return text;
    } catch (error) {
      throw error instanceof FileRefusal ? error : refusal("workbook-refused", "not-utf8");
    }
  };
  const run = (bytes: Buffer | undefined, done: (error: Error | null, text?: string) => void) => {
    try {
      done(null, decode(bytes));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return new Transform({
    decodeStrings: false,
    transform: (chunk: Buffer, _encoding, done) => run(chunk, done),
    flush: (done) => run(undefined, done),
  });
};

/** Takes back the apostrophe that `writeCsv` puts before `=`, `+`, `-` and `@`. */
const readCell = (written: string): WorkbookCell | undefined => {
  if (written === "") return undefined;
  const text = boundedText(written, "workbook-refused");
  if (text.startsWith("=")) return { text, kind: "formula" };
  return { text: readNeutralised(text), kind: "text" };
};

const PIECE_BYTES = 64 * 1024;

/** As a file would come: all at once it would be a text as long as the whole, beside the whole. */
function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

async function* readRows(
  source: FileSource,
  limits: WorkbookLimits,
  budget: Budget,
): AsyncGenerator<WorkbookRow> {
  const bytes = typeof source === "string" ? createReadStream(source) : Readable.from(piecesOf(source));
  const dialect = dialectOf(await sample(source));
  const parser = parse({
    delimiter: dialect.delimiter,
    record_delimiter: [...dialect.lineEnds],
    relax_column_count: true,
    relax_quotes: true,
    // Quotes and separators stand beside the text.
    max_record_size: 2 * limits.maxRowLength,
  });
  const text = onlyUtf8(budget, separatorCounter(dialect, limits));
  bytes.on("error", (error: Error) => text.destroy(error));
  text.on("error", (error) => parser.destroy(error));
  bytes.pipe(text).pipe(parser);
  let row = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      row += 1;
      if (row > limits.maxRows) throw refusal("workbook-refused", "too-many-rows", limits.maxRows);
      if (record.length > limits.maxColumns) {
        throw refusal("workbook-refused", "too-many-columns", limits.maxColumns);
      }
      if (record.some((cell) => cell.length > limits.maxCellLength)) {
        throw refusal("workbook-refused", "cell-too-long", limits.maxCellLength);
      }
      const length = record.reduce((sum, cell) => sum + cell.length, 0);
      if (length > limits.maxRowLength) {
        throw refusal("workbook-refused", "row-too-long", limits.maxRowLength);
      }
      budget.spend("items", record.length + 1);
      budget.spend("text", length);
      const cells = record.map(readCell);
      while (cells.length > 0 && cells.at(-1) === undefined) cells.pop();
      if (cells.length > 0) yield { sheet, row, cells };
    }
  } catch (error) {
    if (error instanceof FileRefusal) throw error;
    const isLong = error instanceof Error && "code" in error && error.code === "CSV_MAX_RECORD_SIZE";
    throw isLong
      ? refusal("workbook-refused", "row-too-long", limits.maxRowLength)
      : refusal("workbook-refused", "damaged");
  } finally {
    bytes.destroy();
  }
}

/**
 * A CSV file through the interface of a workbook: one sheet called `CSV`. A cell that begins with
 * `=` is a formula.
 */
export const openCsv = (
  source: FileSource,
  limits: WorkbookLimits,
  budget: Budget = new Budget(workbookBudget(limits), "workbook-refused"),
): OpenedWorkbook => {
  const rows = (wanted = sheet) => {
    if (wanted !== sheet) throw new RangeError(`No sheet ${wanted}`);
    return readRows(source, limits, budget);
  };
  return { format: "csv", sheets: [sheet], rows, close() {}, [Symbol.asyncIterator]: () => rows() };
};
