import {
  type Blobs,
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  uuidFrom,
} from "@sogoc/core";
import type { ExchangeReason } from "@sogoc/events";
import { inspectPdf, type PdfLimits } from "@sogoc/files";
import { type BookCommand, bookDecider } from "../domain/book.ts";
import { MAX_SCAN_PAGES, readScanName } from "../domain/scan-name.ts";
import type { UploadShare } from "../steps/create-upload-quota.ts";
import type { RegisteredBook } from "../steps/load-book.ts";
import { loadScanOfAccepted } from "../steps/load-scan-of-accepted.ts";
import { storeScan } from "../steps/store-scan.ts";

interface AskForScanReplacementDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "claim" | "load">;
  readonly blobs: Pick<Blobs, "put" | "takeBack">;
}

/** A PDF on disk, named as the scan that it is to replace. */
interface ScanWanted {
  readonly file: string;
  readonly fileName: string;
  readonly why: ExchangeReason;
  readonly share: Pick<UploadShare, "reserve">;
  readonly senderGone: AbortSignal;
}

export const askForScanReplacementRefusals = [
  "book-unknown",
  "exchange-needless",
  "exchange-waiting",
  "quota-exceeded",
  "scan-refused",
] as const satisfies readonly ErrorCode[];

/**
 * Asks for another scan of an accepted case, also of one that only the scan of the whole book
 * shows, or of the cover; a second person decides. The cover shows no case: one person may replace
 * it directly, too. Throws what `askForScanReplacementRefusals`
 * names, and the reason of `senderGone`.
 */
export const askForScanReplacement = async (
  { commands, blobs }: AskForScanReplacementDependencies,
  book: RegisteredBook,
  { file, fileName, why, share, senderGone }: ScanWanted,
  context: CommandContext,
) => {
  await commands.claim(context);
  const { bookId, unitId } = book;
  const named = readScanName(fileName, book);
  if (!(await loadScanOfAccepted(commands, bookId, named))) throw new CommandRejected("exchange-needless");
  const inspect = (limits: Partial<PdfLimits>) => inspectPdf(file, limits, undefined, senderGone);
  const stored = await storeScan({ blobs, share }, { path: file, inspect }, MAX_SCAN_PAGES);
  const { sha256 } = stored;
  const exchangeId = uuidFrom("exchange", context.commandId);
  const scanId = uuidFrom("scan", bookId, fileName, sha256, exchangeId);
  const scan = { scanId, fileName, ...stored, ...named };
  const requestedBy = context.actor.account;
  const data = { exchangeId, bookId, unitId, ...scan, why, requestedBy };
  const command: BookCommand = { type: "RequestScanReplacement", data };
  try {
    const handled = await commands.handle(bookDecider, bookId, command, context);
    return { handled, content: { exchangeId } };
  } catch (error) {
    await blobs.takeBack?.(sha256);
    throw error;
  }
};
