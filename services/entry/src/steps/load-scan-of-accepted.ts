import type { CommandHandler } from "@sogoc/core";
import { bookDecider, findScanShowing, scanKey } from "../domain/book.ts";
import type { NamedScan } from "../domain/scan-name.ts";
import { loadBatchIdOfCase } from "./load-batch-id-of-case.ts";
import { loadHasAcceptedBatch, loadIsInAcceptedBatch } from "./load-is-accepted.ts";

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
      ? await loadHasAcceptedBatch(commands, bookId)
      : await loadIsInAcceptedBatch(commands, bookId, scan.number);
  if (!isAccepted) return undefined;
  // The scan of the whole book counts only for a number that has a case.
  const showsSame = scanKey(shown) === scanKey(scan);
  const hasCase = scan.number !== undefined && (await loadBatchIdOfCase(commands, bookId, scan.number));
  return showsSame || hasCase ? shown : undefined;
};
