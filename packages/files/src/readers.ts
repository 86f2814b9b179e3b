import { randomUUID } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { openWorkFolder } from "@sogoc/core";
import type { ArchiveLimits } from "./archive.ts";
import type { PdfFacts, PdfLimits } from "./inspect-pdf.ts";
import type { ListedEntry, Source } from "./reader-worker.ts";
import { type FileErrorCode, refusal } from "./refusal.ts";
import { toRejection } from "./rejection.ts";
import { decodeRow } from "./row-lines.ts";
import type { OpenWorkbookOptions } from "./workbook.ts";
import type { Workbook, WorkbookRow } from "./workbook-model.ts";
import { type FilePool, workerPool } from "./worker-pool.ts";
import { type OpenZipOptions, zipLimits } from "./zip-limits.ts";

/**
 * The threads for scans, in turns by who asks: an account's many files keep no other from theirs.
 */
export const scanPoolOf = (account: string): FilePool => workerPool("pages").askedBy(account);

/** The threads for workbooks, likewise. */
export const workbookPoolOf = (account: string): FilePool => workerPool("tables").askedBy(account);

// The public readers: each does its work in a thread of the pool.

/**
 * Looks at every object of a PDF and runs none. Throws `scan-refused` when it is no PDF, is damaged
 * or encrypted, has a script, an action that leads out of the file, or an embedded file, has too
 * many pages, or takes too much work, time or memory to read; `reading-busy`; and the reason of
 * `signal` once that is aborted.
 */
export const inspectPdf = async (
  source: Source,
  limits: Partial<PdfLimits> = {},
  pool: FilePool = workerPool("pages"),
  signal?: AbortSignal | undefined,
): Promise<PdfFacts> => {
  const facts = await pool.run("readPdf", { source, limits }, { code: "scan-refused", signal });
  // Whoever has left gets nothing stored by what was read meanwhile.
  signal?.throwIfAborted();
  return facts;
};

export interface ZipEntry {
  /** Last part of the path, NFC. */
  readonly name: string;
  readonly path: string;
  /** As the archive claims; not to be trusted. */
  readonly claimedBytes: number;
  /** The whole content; only for entries that are known to be small. */
  read(): Promise<Buffer>;
  /** SHA-256 of the content, in hexadecimal. */
  hash(): Promise<string>;
  /**
   * Unpacks the entry to the file `target` and looks at it as `inspectPdf` does. Throws the reason
   * of `signal` once that is aborted.
   */
  unpackPdf(target: string, limits?: Partial<PdfLimits>, signal?: AbortSignal): Promise<PdfFacts>;
}

export interface ZipArchive extends AsyncIterable<ZipEntry> {
  readonly entries: readonly ZipEntry[];
}

/**
 * An entry that is read again counts again, with what the archive claims: no more than that is
 * unpacked.
 */
class OpenedZip implements ZipArchive {
  readonly entries: readonly ZipEntry[];
  readonly #source: Source;
  readonly #limits: ArchiveLimits;
  readonly #code: FileErrorCode;
  readonly #pool: FilePool;
  #bytes = 0;
  constructor(source: Source, listed: readonly ListedEntry[], options: OpenZipOptions, pool: FilePool) {
    const { code = "scan-refused", ...given } = options;
    this.#source = source;
    this.#limits = { ...zipLimits, ...given };
    this.#code = code;
    this.#pool = pool;
    this.entries = listed.map((entry) => this.#entry(entry));
  }

  #entry({ name, path, claimedBytes, location }: ListedEntry): ZipEntry {
    const options = { code: this.#code, isFurtherStep: true };
    const order = () => {
      this.#bytes += claimedBytes;
      const { maxTotalBytes } = this.#limits;
      if (this.#bytes > maxTotalBytes) {
        throw toRejection(refusal(this.#code, "archive-too-large", maxTotalBytes));
      }
      return { source: this.#source, location, limits: this.#limits, code: this.#code };
    };
    const pool = this.#pool;
    return {
      name,
      path,
      claimedBytes,
      read: async () => Buffer.from(await pool.run("readEntry", order(), options)),
      hash: async () => pool.run("hashEntry", order(), options),
      unpackPdf: async (target, pdfLimits = {}, signal = undefined) =>
        pool.run("unpackPdf", { ...order(), target, pdfLimits }, { ...options, signal }),
    };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ZipEntry> {
    yield* this.entries;
  }
}

/**
 * Opens a zip of scans. Folders are flattened: two files of the same name refuse the archive.
 * Throws `scan-refused` (or the given code) with a `reason`, when opening or while reading;
 * `reading-busy`.
 */
export const openZip = async (
  source: Source,
  options: OpenZipOptions = {},
  pool: FilePool = workerPool("pages"),
): Promise<ZipArchive> => {
  const listed = await pool.run("listZip", { source, options }, { code: options.code ?? "scan-refused" });
  return new OpenedZip(source, listed, options, pool);
};

/** Bytes of rows that are taken from the file at once. */
const READ_BYTES = 64 * 1024;

/** The rows that a thread writes to a file, read while it writes. */
async function* readLines(
  file: FileHandle,
  grown: (seen: number) => Promise<number>,
): AsyncGenerator<string> {
  const buffer = Buffer.alloc(READ_BYTES);
  let rest: Buffer[] = [];
  let seen = 0;
  for (;;) {
    const ready = await grown(seen);
    if (ready === seen) return;
    while (seen < ready) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(READ_BYTES, ready - seen), seen);
      if (bytesRead === 0) return;
      seen += bytesRead;
      let from = 0;
      for (;;) {
        const end = buffer.subarray(0, bytesRead).indexOf(10, from);
        if (end < 0) break;
        rest.push(buffer.subarray(from, end));
        yield Buffer.concat(rest).toString();
        rest = [];
        from = end + 1;
      }
      if (from < bytesRead) rest.push(Buffer.from(buffer.subarray(from, bytesRead)));
    }
  }
}

/** How much of a file is ready, told as it grows. */
class Growth {
  #ready = 0;
  #isOver = false;
  #failure: unknown;
  #told = Promise.withResolvers<void>();

  tell(ready: number): void {
    this.#ready = ready;
    this.#wake();
  }

  end(failure?: unknown): void {
    this.#isOver = true;
    this.#failure = failure;
    this.#wake();
  }

  #wake(): void {
    this.#told.resolve();
    this.#told = Promise.withResolvers();
  }

  /**
   * Resolves with more than `seen`, or with `seen` at the end; rejects with what the reading failed
   * with.
   */
  async beyond(seen: number): Promise<number> {
    while (this.#ready <= seen && !this.#isOver) await this.#told.promise;
    if (this.#ready <= seen && this.#failure !== undefined) throw this.#failure;
    return this.#ready;
  }
}

async function* rowsOf(
  order: { source: Source; options: OpenWorkbookOptions; sheet: string | undefined },
  pool: FilePool,
): AsyncGenerator<WorkbookRow> {
  const folder = await openWorkFolder();
  const target = join(folder.path, randomUUID());
  // It is there before the thread opens it, whoever of the two comes first.
  const file = await open(target, "wx+", 0o600);
  const growth = new Growth();
  const leaving = new AbortController();
  const reading = pool
    .run(
      "readRows",
      { ...order, target },
      {
        code: "workbook-refused",
        isFurtherStep: true,
        onMessage: (bytes) => growth.tell(bytes),
        signal: leaving.signal,
      },
    )
    .then((bytes) => {
      growth.tell(bytes);
      growth.end();
    })
    .catch((error: unknown) => growth.end(error));
  try {
    for await (const line of readLines(file, (seen) => growth.beyond(seen))) yield decodeRow(line);
  } finally {
    leaving.abort();
    await reading;
    await file.close();
    await folder.remove();
  }
}

interface Waiting {
  /**
   * True where nobody waits for an answer: it takes its turn, however many workbooks are before it.
   */
  readonly waits?: boolean | undefined;
}

/**
 * Throws `reading-busy` while more workbooks wait than may; ask before taking one in that is read
 * later.
 */
export const requireReaderCapacity = (pool: FilePool = workerPool("tables")): void => pool.requireRoom();

/**
 * Opens an .xlsx (told by its content) or a .csv (told by its name) and reads it row by row in
 * bounded memory. Rows can be read again; each time is a reading of its own. Throws
 * `workbook-refused` with a `reason` when opening or while reading rows; `reading-busy`.
 */
export const openWorkbook = async (
  source: Source,
  { waits = false, ...options }: OpenWorkbookOptions & Waiting = {},
  pool: FilePool = workerPool("tables"),
): Promise<Workbook> => {
  const asked = { code: "workbook-refused", isFurtherStep: waits } as const;
  const { format, sheets } = await pool.run("listSheets", { source, options }, asked);
  const rows = (sheet?: string) => {
    if (sheet !== undefined && !sheets.includes(sheet)) throw new RangeError(`No sheet ${sheet}`);
    return rowsOf({ source, options, sheet }, pool);
  };
  return { format, sheets, rows, [Symbol.asyncIterator]: () => rows() };
};
