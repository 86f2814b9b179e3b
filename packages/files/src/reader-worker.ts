import { createHash } from "node:crypto";
import { closeSync, createWriteStream, openSync, writeSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { MessagePort } from "node:worker_threads";
import { type ArchiveLimits, type EntryLocation, openEntry } from "./archive.ts";
import { inspectPdf, inspectPdfFile, type PdfFacts, type PdfLimits } from "./inspect-pdf.ts";
import { type FileErrorCode, FileRefusal } from "./refusal.ts";
import { encodeRow } from "./row-lines.ts";
import { type OpenWorkbookOptions, openWorkbook } from "./workbook.ts";
import { openZip } from "./zip.ts";
import type { OpenZipOptions } from "./zip-limits.ts";

// What a worker thread of the pool does. It loads readers and nothing else, so that it starts
// quickly.

/** A path, or the bytes themselves. */
export type Source = string | Uint8Array;

/**
 * What comes back: errors lose what they carry on the way from thread to thread, so they go as
 * plain data.
 */
export type Answer<T> =
  | { readonly value: T }
  | { readonly refused: Pick<FileRefusal, "code" | "reason" | "details"> }
  | {
      readonly failed: {
        readonly message: string;
        readonly stack?: string | undefined;
        readonly code?: string | undefined;
      };
    };

/** Each job says over its port when it begins: time in the queue is not its own. */
export interface Job {
  readonly port: MessagePort;
}

const asBuffer = (source: Source): string | Buffer =>
  typeof source === "string" ? source : Buffer.from(source.buffer, source.byteOffset, source.byteLength);

/** What V8 and Node say when something would not fit into memory, without ending the thread. */
const noRoom = new Set(["ERR_STRING_TOO_LONG", "ERR_BUFFER_TOO_LARGE", "ERR_MEMORY_ALLOCATION_FAILED"]);

const answerFor = (error: unknown, code: FileErrorCode): Answer<never> => {
  if (error instanceof FileRefusal) {
    const { reason, details } = error;
    return { refused: { code: error.code, reason, details } };
  }
  const told = error instanceof Error && "code" in error ? String(error.code) : undefined;
  const isRange = error instanceof RangeError && /length|allocation|stack/iu.test(error.message);
  if (isRange || (told !== undefined && noRoom.has(told))) {
    return { refused: { code, reason: "too-much-memory", details: {} } };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { failed: { message, stack, code: told } };
};

const answer = async <T>({ port }: Job, code: FileErrorCode, work: () => Promise<T>): Promise<Answer<T>> => {
  port.postMessage("begun");
  try {
    return { value: await work() };
  } catch (error) {
    return answerFor(error, code);
  } finally {
    port.close();
  }
};

export const readPdf = (
  job: Job & { source: Source; limits: Partial<PdfLimits> },
): Promise<Answer<PdfFacts>> =>
  answer(job, "scan-refused", async () => {
    const source = asBuffer(job.source);
    return typeof source === "string" ? inspectPdfFile(source, job.limits) : inspectPdf(source, job.limits);
  });

export interface ListedEntry {
  readonly name: string;
  readonly path: string;
  readonly claimedBytes: number;
  readonly location: EntryLocation;
}

export const listZip = (
  job: Job & { source: Source; options: OpenZipOptions },
): Promise<Answer<ListedEntry[]>> =>
  answer(job, job.options.code ?? "scan-refused", async () => {
    const zip = await openZip(asBuffer(job.source), job.options);
    zip.close();
    return zip.entries.map(({ name, path, claimedBytes, location }) => ({
      name,
      path,
      claimedBytes,
      location,
    }));
  });

interface EntryJob extends Job {
  readonly source: Source;
  readonly location: EntryLocation;
  readonly limits: ArchiveLimits;
  readonly code: FileErrorCode;
}

const openIn = ({ source, location, limits, code }: EntryJob) =>
  openEntry(asBuffer(source), location, limits, code);

export const readEntry = (job: EntryJob): Promise<Answer<Uint8Array>> =>
  answer(job, job.code, async () => buffer(await openIn(job)));

/** SHA-256 of the entry's content, in hexadecimal. */
export const hashEntry = (job: EntryJob): Promise<Answer<string>> =>
  answer(job, job.code, async () => {
    const hash = createHash("sha256");
    await pipeline(await openIn(job), hash);
    return hash.digest("hex");
  });

/** Unpacks a PDF to `target` and looks at it there; stops when its port is closed. */
export const unpackPdf = (
  job: EntryJob & { target: string; pdfLimits: Partial<PdfLimits> },
): Promise<Answer<PdfFacts>> =>
  answer(job, job.code, async () => {
    const leaving = new AbortController();
    job.port.once("close", () => leaving.abort());
    await pipeline(await openIn(job), createWriteStream(job.target), { signal: leaving.signal });
    return inspectPdfFile(job.target, job.pdfLimits);
  });

interface WorkbookJob extends Job {
  readonly source: Source;
  readonly options: OpenWorkbookOptions;
}

export interface WorkbookContents {
  readonly format: "xlsx" | "csv";
  readonly sheets: readonly string[];
}

export const listSheets = (job: WorkbookJob): Promise<Answer<WorkbookContents>> =>
  answer(job, "workbook-refused", async () => {
    const workbook = await openWorkbook(asBuffer(job.source), job.options);
    workbook.close();
    return { format: workbook.format, sheets: [...workbook.sheets] };
  });

/** Characters of rows that are written at once. */
const BATCH = 64 * 1024;

/**
 * Writes the rows of a sheet to a file as lines, and says over the port how many bytes of it are
 * ready. Whoever reads them may be slow: the file is what lies between, not memory, and this thread
 * is free when the sheet ends.
 */
export const readRows = (
  job: WorkbookJob & { sheet: string | undefined; target: string },
): Promise<Answer<number>> =>
  answer(job, "workbook-refused", async () => {
    let isWanted = true;
    job.port.once("close", () => {
      isWanted = false;
    });
    const workbook = await openWorkbook(asBuffer(job.source), job.options);
    const file = openSync(job.target, "r+");
    let bytes = 0;
    let lines = "";
    const flush = () => {
      const batch = Buffer.from(lines);
      lines = "";
      for (let written = 0; written < batch.length; ) written += writeSync(file, batch, written);
      bytes += batch.length;
      job.port.postMessage(bytes);
    };
    try {
      for await (const row of workbook.rows(job.sheet)) {
        lines += encodeRow(row);
        if (lines.length < BATCH) continue;
        flush();
        if (!isWanted) break;
      }
      flush();
      return bytes;
    } finally {
      closeSync(file);
      workbook.close();
    }
  });
