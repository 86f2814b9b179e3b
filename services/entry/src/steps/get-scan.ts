import { type CommandHandler, CommandRejected } from "@sogoc/core";
import type { ScanReader, ScanView } from "../read-models/scans.ts";
import { loadBook, type RegisteredBook } from "./load-book.ts";

interface GetScanDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly scans: ScanReader;
}

export interface ScanWithBook {
  readonly scan: ScanView;
  readonly book: RegisteredBook;
}

/** Reads a scan and the book that it belongs to. Throws `scan-unknown` or `book-unknown`. */
export const getScan = async (
  { commands, scans }: GetScanDependencies,
  scanId: string,
): Promise<ScanWithBook> => {
  const scan = await scans.find(scanId);
  if (!scan) throw new CommandRejected("scan-unknown");
  return { scan, book: await loadBook(commands, scan.bookId) };
};
