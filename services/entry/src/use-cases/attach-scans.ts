import { rm } from "node:fs/promises";
import {
  type Blobs,
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  uuidFrom,
} from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { inspectPdf, openZip, type PdfLimits, scanPoolOf } from "@sogoc/files";
import { type BookCommand, bookDecider, scanKey } from "../domain/book.ts";
import { MAX_SCAN_PAGES, type NamedScan, readScanName } from "../domain/scan-name.ts";
import { createRefusalLog, type RefusalLog } from "../steps/create-refusal-log.ts";
import type { UploadShare } from "../steps/create-upload-quota.ts";
import { loadBatchIdOfCase } from "../steps/load-batch-id-of-case.ts";
import type { RegisteredBook } from "../steps/load-book.ts";
import { loadScanOfAccepted } from "../steps/load-scan-of-accepted.ts";
import { storeScan, type UnreadScan } from "../steps/store-scan.ts";

interface AttachScansDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "claim" | "load">;
  readonly blobs: Pick<Blobs, "put" | "takeBack">;
}

/** A PDF or a zip of them, on disk, under the name that it came with. */
export interface ScanDelivery {
  readonly file: string;
  readonly fileName: string;
  /** A scan that is there is replaced if it was in force already at this revision of the book. */
  readonly replacesRevision?: number | undefined;
  /** The PDF shows the whole book. */
  readonly wholeBook: boolean;
  /** Of the unit's storage. */
  readonly share: Pick<UploadShare, "reserve">;
  /** Aborted when the sender is gone: files that are not attached by then are left out. */
  readonly senderGone?: AbortSignal | undefined;
}

export interface ScanOutcome {
  readonly fileName: string;
  readonly outcome: "attached" | "unchanged" | "refused";
  readonly scanId?: string | undefined;
  readonly number?: string | undefined;
  /** Why it was refused: a code, and the same in both languages. */
  readonly reason?: string | undefined;
  readonly detailVi?: string | undefined;
  readonly detailEn?: string | undefined;
}

export const attachScansRefusals = [
  "book-unknown",
  "quota-exceeded",
  "revision-conflict",
  "scan-refused",
] as const satisfies readonly ErrorCode[];

/** Refusals of one file that concern no other file. */
const ofOneFile: ReadonlySet<ErrorCode> = new Set(["scan-refused", "revision-conflict"]);

/**
 * Those of a file in a zip. A full quota is one of them there: the files before it are attached
 * already, and smaller ones after it may find room.
 */
const ofOneInZip: ReadonlySet<ErrorCode> = new Set([...ofOneFile, "quota-exceeded"]);

/** Refusals of files that unpack to far more than they are. */
const bombs: ReadonlySet<string> = new Set(["archive-too-large", "entry-too-large", "compression-ratio"]);

const MAX_BOOK_PAGES = 800;

/** Characters of a name, as in an event. */
const MAX_NAME = 200;

/** One PDF of a delivery. */
interface DeliveredScan extends UnreadScan {
  readonly fileName: string;
}

/** A delivery whose files are being attached one by one. */
interface Attaching {
  readonly dependencies: AttachScansDependencies;
  readonly book: RegisteredBook;
  readonly replacesRevision: number | undefined;
  /** One file came alone: its refusal is the answer to the request. */
  readonly isAlone: boolean;
  readonly share: Pick<UploadShare, "reserve">;
  readonly refusals: RefusalLog;
  readonly context: CommandContext;
  /**
   * Refusals of files that are too large or find no room: if all are, the whole delivery is
   * refused.
   */
  readonly tooMuch: CommandRejected[];
  /** Bytes of the scans that were stored so far: unpacked they may be more than the delivery. */
  storedBytes: number;
}

const reasonTexts: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  "same-content": [
    "Nội dung giống hệt một tệp khác của sổ.",
    "The same content as another file of the book.",
  ],
  "accepted-case": [
    "Trường hợp đã nghiệm thu với ảnh đang có nên ảnh ấy giữ nguyên.",
    "The case was accepted with the scan that is there, so that one stays.",
  ],
  "changed-meanwhile": [
    "Ảnh của số này vừa được người khác thay. Hãy xem ảnh mới rồi mới thay.",
    "Somebody else has just replaced the scan of this number. Look at the new one before you replace it.",
  ],
  "quota-exceeded": ["Đơn vị hết chỗ lưu trữ cho tệp này.", "The unit has no room left for this file."],
  "has-scan": ["Số này đã có tệp quét khác.", "This number has another scan already."],
};

const reasonOf = ({ code, params }: CommandRejected): string => {
  if (code === "revision-conflict") return "changed-meanwhile";
  return code === "quota-exceeded" ? code : String(params["reason"] ?? "refused");
};

const refusedOutcome = (
  { fileName, number }: Pick<ScanOutcome, "fileName" | "number">,
  reason: string,
  { problems }: CommandRejected,
): ScanOutcome => {
  const [problem] = problems;
  return {
    fileName,
    number,
    outcome: "refused",
    reason,
    detailVi: problem?.detail ?? reasonTexts[reason]?.[0] ?? "Tệp quét bị từ chối.",
    detailEn: problem?.detailEn ?? reasonTexts[reason]?.[1] ?? "The scan is refused.",
  };
};

/** Stores one PDF, and counts it with those of the delivery that were stored before. */
const storeNext = async (attaching: Attaching, file: DeliveredScan, { kind }: NamedScan) => {
  const { dependencies, share, storedBytes } = attaching;
  const maxPages = kind === "whole-book" ? MAX_BOOK_PAGES : MAX_SCAN_PAGES;
  const stored = await storeScan({ blobs: dependencies.blobs, share }, file, maxPages, storedBytes);
  attaching.storedBytes += stored.size;
  return stored;
};

/**
 * Throws `scan-refused` where the scan that shows accepted cases would change, also where the scan
 * of the whole book shows them. A second scan of a case that did not ask to replace the first is
 * left to the decider, which answers `has-scan`.
 */
const requireNotOfAccepted = async (
  commands: AttachScansDependencies["commands"],
  data: DataOf<"ScanAttached">,
  isReplacing: boolean,
): Promise<void> => {
  const shown = data.kind === "cover" ? undefined : await loadScanOfAccepted(commands, data.bookId, data);
  if (!shown || shown.sha256 === data.sha256) return;
  if (isReplacing || scanKey(shown) !== scanKey(data))
    throw new CommandRejected("scan-refused", { reason: "accepted-case", other: shown.fileName });
};

/** One PDF of a book: named by the rule, a real PDF without script, stored by its content. */
const attachOne = async (
  attaching: Attaching,
  file: DeliveredScan,
  readName: (fileName: string) => NamedScan,
): Promise<ScanOutcome> => {
  const { dependencies, book, replacesRevision, isAlone, refusals, context } = attaching;
  const { bookId } = book;
  const { fileName } = file;
  let stored: string | undefined;
  let named: NamedScan | undefined;
  try {
    named = readName(fileName);
    const { pages, sha256, size } = await storeNext(attaching, file, named);
    stored = sha256;
    const scanId = uuidFrom("scan", bookId, fileName, sha256);
    const data: DataOf<"ScanAttached"> = { bookId, scanId, fileName, sha256, size, pages, ...named };
    await requireNotOfAccepted(dependencies.commands, data, replacesRevision !== undefined);
    const commandId = uuidFrom(context.commandId, fileName, sha256);
    // Compared with the scan that is replaced, not with the book: other scans may come meanwhile.
    const scanContext = { ...context, commandId, expectedRevision: undefined };
    const caseBatchId =
      data.number === undefined
        ? undefined
        : await loadBatchIdOfCase(dependencies.commands, bookId, data.number);
    const command: BookCommand = { type: "AttachScan", replacesRevision, caseBatchId, data };
    const handled = await dependencies.commands.handle(bookDecider, bookId, command, scanContext);
    const unchanged = handled.repeated || handled.events.length === 0;
    return { fileName, scanId, outcome: unchanged ? "unchanged" : "attached", number: named.number };
  } catch (error) {
    if (!(error instanceof CommandRejected)) throw error;
    if (!(isAlone ? ofOneFile : ofOneInZip).has(error.code)) throw error;
    if (stored !== undefined) await dependencies.blobs.takeBack?.(stored);
    const isOvertaken = error.code === "revision-conflict";
    if (isOvertaken && isAlone) throw error;
    const reason = reasonOf(error);
    if (bombs.has(reason) || error.code === "quota-exceeded") {
      if (isAlone) throw error;
      attaching.tooMuch.push(error);
    }
    await refusals.note(fileName, reason);
    return refusedOutcome({ fileName, number: named?.number }, reason, error);
  }
};

/**
 * Attaches a PDF or a zip of them to a book. In a zip one bad file never stops the others: each has
 * an outcome of its own. A zip is refused as a whole if each of its files is too large or finds no
 * room. Throws what `attachScansRefusals` names, and the reason of `senderGone`.
 */
export const attachScans = async (
  dependencies: AttachScansDependencies,
  book: RegisteredBook,
  { file: path, fileName, replacesRevision, wholeBook, share, senderGone }: ScanDelivery,
  context: CommandContext,
): Promise<ScanOutcome[]> => {
  // Each scan is a command of its own; the command id of the request is that of the whole delivery.
  await dependencies.commands.claim(context);
  const refusals = createRefusalLog(dependencies.commands, book.bookId, context);
  const isAlone = !/\.zip$/i.test(fileName);
  const attaching: Attaching = {
    dependencies,
    book,
    replacesRevision,
    isAlone,
    share,
    refusals,
    context,
    tooMuch: [],
    storedBytes: 0,
  };
  const pool = scanPoolOf(context.actor.account);
  const byRule = (name: string): NamedScan => readScanName(name, book);
  if (isAlone) {
    const inspect = (limits: Partial<PdfLimits>) => inspectPdf(path, limits, pool, senderGone);
    const readName = wholeBook ? (): NamedScan => ({ kind: "whole-book" }) : byRule;
    return [await attachOne(attaching, { fileName, path, inspect }, readName)];
  }
  const unpacked = `${path}.unpacked`;
  const outcomes: ScanOutcome[] = [];
  for await (const entry of await openZip(path, {}, pool)) {
    senderGone?.throwIfAborted();
    const inspect = (limits: Partial<PdfLimits>) => entry.unpackPdf(unpacked, limits, senderGone);
    const scan = { fileName: entry.name.slice(-MAX_NAME), path: unpacked, inspect };
    outcomes.push(await attachOne(attaching, scan, byRule));
    await rm(unpacked, { force: true });
  }
  await refusals.noteOthers(fileName);
  const [first] = attaching.tooMuch;
  if (first && attaching.tooMuch.length === outcomes.length) throw first;
  return outcomes;
};
