import { createReadStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { type CommandContext, CommandRejected, uuidFrom } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { inspectPdf, openZip, type PdfFacts, type PdfLimits } from "@sogoc/files";
import { checkScanNameAgainstBook, parseCoverFileName, parseScanFileName } from "@sogoc/registers";
import { bookDecider } from "../domain/book.ts";
import { findCaseNumber } from "../domain/case-number.ts";
import type { EntryParts, RegisteredBook } from "../entry-parts.ts";
import type { UploadShare } from "../upload-quota.ts";

export interface ScanOutcome {
  readonly fileName: string;
  readonly outcome: "attached" | "unchanged" | "refused";
  readonly scanId?: string | undefined;
  readonly number?: string | undefined;
  /** Why it was refused, in both languages. */
  readonly reason?: string | undefined;
  readonly detailVi?: string | undefined;
  readonly detailEn?: string | undefined;
}

interface NamedScan {
  readonly kind: "case" | "cover" | "whole-book";
  readonly number?: string | undefined;
  readonly registeredOn?: string | undefined;
}

const refusal = (reason: string, detail: string, detailEn: string) =>
  new CommandRejected("scan-refused", { reason }, [{ pointer: "/file", detail, detailEn }]);

/** What a file claims to show, by its name, held against the book. Throws `scan-refused`. */
const readName = (fileName: string, book: RegisteredBook): NamedScan => {
  if (/^cover\./i.test(fileName)) {
    const cover = parseCoverFileName(fileName);
    if (!cover)
      throw refusal("name", "Tên tệp bìa không đúng quy tắc.", "The cover's file name breaks the rule.");
    return { kind: "cover" };
  }
  const { name, problems } = parseScanFileName(fileName);
  const findings = name
    ? checkScanNameAgainstBook(name, { recordType: book.recordType, quyenSo: book.bookNumber })
    : problems;
  const [first] = findings;
  if (!name || first) {
    throw refusal(
      "name",
      first?.messageVi ?? "Tên tệp không đúng quy tắc.",
      first?.messageEn ?? "The file name breaks the rule.",
    );
  }
  const year = Number(name.registrationDate.slice(0, 4));
  const number = findCaseNumber(
    year === book.openingYear ? name.number : `${name.number}/${year}`,
    book.openingYear,
  );
  if (!number) throw refusal("name", "Số trong tên tệp không đúng.", "The number in the file name is wrong.");
  return { kind: "case", number: number.text, registeredOn: name.registrationDate };
};

/** What is said of a zip as a whole: nobody knows what else would come out of it. */
const bombs: ReadonlySet<string> = new Set(["archive-too-large", "entry-too-large", "compression-ratio"]);

const MAX_PAGES = 40;
const MAX_BOOK_PAGES = 800;

interface AttachOptions {
  readonly replace: boolean;
  readonly wholeBook: boolean;
  readonly context: CommandContext;
  /** Of the unit's storage. */
  readonly share: Pick<UploadShare, "atLeast">;
}

/** Characters of a name, as in an event. */
const MAX_NAME = 200;
/** Refused files of one upload that have an event each; whoever sent it is told of all of them. */
const MAX_RECORDED = 100;

interface RefusalLog {
  record(fileName: string, reason: string): Promise<void>;
  /** Tells of the rest in one event; `fileName` is that of the whole upload. */
  recordOthers(fileName: string): Promise<void>;
}

/**
 * Keeps in the book's history what was refused: a delivery of thousands of wrong files does not
 * become as many events.
 */
const createRefusalLog = (parts: EntryParts, bookId: string, context: CommandContext): RefusalLog => {
  let count = 0;
  const write = async (data: DataOf<"ScanRefused">, ...step: string[]) => {
    const commandId = uuidFrom(context.commandId, "refuse", ...step, data.fileName);
    const command = { type: "RefuseScan", data } as const;
    await parts.runtime.commands.handle(bookDecider, bookId, command, { ...context, commandId });
  };
  return {
    async record(fileName, reason) {
      count += 1;
      if (count <= MAX_RECORDED) await write({ bookId, fileName, reason });
    },
    async recordOthers(fileName) {
      const rest = count - MAX_RECORDED;
      if (rest < 1) return;
      const data = { bookId, fileName, reason: "others" };
      await write(rest > 1 ? { ...data, others: rest - 1 } : data, "others");
    },
  };
};

/** A PDF that waits to be looked at; once it was, its content stands in the file `path`. */
interface UnreadScan {
  readonly fileName: string;
  readonly path: string;
  readonly inspect: (limits: Partial<PdfLimits>) => Promise<PdfFacts>;
}

/** One PDF of a book: named by the rule, a real PDF without script, stored by its content. */
const attachOne = async (
  parts: EntryParts,
  book: RegisteredBook,
  file: UnreadScan,
  options: AttachOptions & {
    readonly refusals: RefusalLog;
    /** Bytes of the upload's scans so far: unpacked they may be more than what came. */
    readonly taken: { bytes: number };
  },
): Promise<ScanOutcome> => {
  const { fileName } = file;
  const { commands } = parts.runtime;
  const { bookId } = book;
  let stored: string | undefined;
  try {
    const named: NamedScan = options.wholeBook ? { kind: "whole-book" } : readName(fileName, book);
    const { pages } = await file.inspect({
      maxPages: named.kind === "whole-book" ? MAX_BOOK_PAGES : MAX_PAGES,
    });
    options.taken.bytes += (await stat(file.path)).size;
    await options.share.atLeast(options.taken.bytes);
    const { sha256, size } = await parts.ports.blobs.put(createReadStream(file.path));
    stored = sha256;
    const scanId = uuidFrom("scan", bookId, fileName, sha256);
    const handled = await commands.handle(
      bookDecider,
      bookId,
      {
        type: "AttachScan",
        replace: options.replace,
        data: { bookId, scanId, fileName, sha256, size, pages, ...named },
      },
      { ...options.context, commandId: uuidFrom(options.context.commandId, fileName, sha256) },
    );
    const unchanged = handled.repeated || handled.events.length === 0;
    return {
      fileName,
      scanId,
      outcome: unchanged ? "unchanged" : "attached",
      number: named.number,
    };
  } catch (error) {
    if (!(error instanceof CommandRejected) || error.code !== "scan-refused") throw error;
    if (stored !== undefined) await parts.ports.blobs.takeBack?.(stored);
    const reason = String(error.params["reason"] ?? "refused");
    if (bombs.has(reason)) throw error;
    await options.refusals.record(fileName, reason);
    const [problem] = error.problems;
    return {
      fileName,
      outcome: "refused",
      reason,
      detailVi: problem?.detail ?? reasonTexts[reason]?.[0] ?? "Tệp quét bị từ chối.",
      detailEn: problem?.detailEn ?? reasonTexts[reason]?.[1] ?? "The scan is refused.",
    };
  }
};

const reasonTexts: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  "same-content": [
    "Nội dung giống hệt một tệp khác của sổ.",
    "The same content as another file of the book.",
  ],
  "has-scan": ["Số này đã có tệp quét khác.", "This number has another scan already."],
};

/** A PDF or a zip of them; told apart by content. One bad file never stops the others. */
export const attachScans = async (
  parts: EntryParts,
  book: RegisteredBook,
  upload: { readonly file: string; readonly fileName: string },
  options: AttachOptions,
): Promise<ScanOutcome[]> => {
  const refusals = createRefusalLog(parts, book.bookId, options.context);
  const { file: path, fileName } = upload;
  const taken = { bytes: 0 };
  if (!/\.zip$/i.test(fileName)) {
    const inspect = (limits: Partial<PdfLimits>) => inspectPdf(path, limits);
    return [await attachOne(parts, book, { fileName, path, inspect }, { ...options, refusals, taken })];
  }
  const unpacked = `${path}.unpacked`;
  const outcomes: ScanOutcome[] = [];
  for await (const entry of await openZip(path)) {
    const inspect = (limits: Partial<PdfLimits>) => entry.unpackPdf(unpacked, limits);
    const scan = { fileName: entry.name.slice(-MAX_NAME), path: unpacked, inspect };
    outcomes.push(await attachOne(parts, book, scan, { ...options, refusals, taken, wholeBook: false }));
    await rm(unpacked, { force: true });
  }
  await refusals.recordOthers(fileName);
  return outcomes;
};
