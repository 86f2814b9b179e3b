import type { CommandHandler } from "@sogoc/core";
import { bookDecider, findScanShowing, scanKey } from "../domain/book.ts";
import type { NamedScan } from "../domain/scan-name.ts";
import { hasAcceptedBatch, isInAcceptedBatch } from "./is-in-accepted-batch.ts";
import { loadBatchIdOfCase } from "./load-batch-id-of-case.ts";

/**
 * The scan that a new one would replace, if what it shows is accepted: the scan of the same case,
 * cover or whole book, or that of the whole book for an accepted case without its own. Undefined
 * otherwise.
 */
export const loadScanOfAccepted = async (
  commands: Pick<CommandHandler, "load">,
  bookId: string,
  scan: NamedScan,
) => {
  const shown = findScanShowing((await commands.load(bookDecider, bookId)).state, scan);
  if (!shown) return undefined;
  const isAccepted =
    scan.number === undefined
      ? await hasAcceptedBatch(commands, bookId)
      : await isInAcceptedBatch(commands, bookId, scan.number);
  if (!isAccepted) return undefined;
  // The scan of the whole book counts only for a number that has a case.
  const showsSame = scanKey(shown) === scanKey(scan);
  const hasCase = scan.number !== undefined && (await loadBatchIdOfCase(commands, bookId, scan.number));
  return showsSame || hasCase ? shown : undefined;
};
