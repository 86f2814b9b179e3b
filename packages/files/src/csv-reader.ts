import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { CommandRejected } from "@sogoc/core";
import { parse } from "csv-parse";
import type { FileSource } from "./archive.ts";
import { refusal } from "./refusal.ts";
import { readNeutralised } from "./safe-text.ts";
import type { Workbook, WorkbookCell, WorkbookLimits, WorkbookRow } from "./workbook-model.ts";

const sheet = "CSV";

async function sample(source: FileSource): Promise<string> {
  if (typeof source !== "string") return source.toString("utf8", 0, 8192);
  await using file = await open(source);
  const { bytesRead, buffer } = await file.read(Buffer.alloc(8192), 0, 8192, 0);
  return buffer.toString("utf8", 0, bytesRead);
}

/** The sign that the first line has most of; quoted parts do not count. */
function delimiterOf(text: string): string {
  const [line = ""] = text.replace(/"[^"]*"/gu, "").split(/\r?\n/u);
  const count = (sign: string) => line.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** Stops at the first byte that is not UTF-8: an older encoding would otherwise be stored as nonsense. */
function onlyUtf8(): Transform {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (bytes: Buffer | undefined) => {
    try {
      const text = bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
      if (text.includes("\0")) throw refusal("workbook-refused", "not-a-workbook");
      return text;
    } catch (error) {
      throw error instanceof CommandRejected ? error : refusal("workbook-refused", "not-utf8");
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
}

/** Takes back the apostrophe that `writeCsv` puts before `=`, `+`, `-` and `@`. */
function readCell(text: string): WorkbookCell | undefined {
  if (text === "") return undefined;
  if (text.startsWith("=")) return { text, kind: "formula" };
  return { text: readNeutralised(text), kind: "text" };
}

async function* readRows(source: FileSource, limits: WorkbookLimits): AsyncGenerator<WorkbookRow> {
  const bytes = typeof source === "string" ? createReadStream(source) : Readable.from([source]);
  const parser = parse({
    delimiter: delimiterOf(await sample(source)),
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: limits.maxColumns * limits.maxCellLength,
  });
  const text = onlyUtf8();
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
      const cells = record.map(readCell);
      while (cells.length > 0 && cells.at(-1) === undefined) cells.pop();
      if (cells.length > 0) yield { sheet, row, cells };
    }
  } catch (error) {
    throw error instanceof CommandRejected ? error : refusal("workbook-refused", "damaged");
  } finally {
    bytes.destroy();
  }
}

/** A CSV file through the interface of a workbook: one sheet called `CSV`. A cell that begins with `=` is a formula. */
export function openCsv(source: FileSource, limits: WorkbookLimits): Workbook {
  const rows = (wanted = sheet) => {
    if (wanted !== sheet) throw new RangeError(`No sheet ${wanted}`);
    return readRows(source, limits);
  };
  return { format: "csv", sheets: [sheet], rows, close() {}, [Symbol.asyncIterator]: () => rows() };
}
