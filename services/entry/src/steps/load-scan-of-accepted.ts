import type { CommandHandler } from "@sogoc/core";
import { bookDecider, findScanShown, scanKey } from "../domain/book.ts";
import type { NamedScan } from "../domain/scan-name.ts";
import { hasAcceptedCases } from "./has-accepted-cases.ts";
import { loadBatchIdOfCase } from "./load-batch-id-of-case.ts";

/**
 * The scan that a new one would replace, if accepted cases are shown by it: the scan of the same
 * case, cover or whole book, or that of the whole book for an accepted case without its own.
 */
export const loadScanOfAccepted = async (
  commands: Pick<CommandHandler, "load">,
  bookId: string,
  scan: NamedScan,
) => {
  const shown = findScanShown((await commands.load(bookDecider, bookId)).state, scan);
  if (!shown || !(await hasAcceptedCases(commands, bookId, scan.number))) return undefined;
  // A number that has no case is seen by nobody in the scan of the whole book.
  const isOwn = scanKey(shown) === scanKey(scan);
  const isCase = scan.number !== undefined && (await loadBatchIdOfCase(commands, bookId, scan.number));
  return isOwn || isCase ? shown : undefined;
};
