import type { CommandHandler } from "@sogoc/core";
import { bookDecider, findScanShown, scanKey } from "../domain/book.ts";
import type { NamedScan } from "../domain/scan-name.ts";
import { hasAcceptedCases } from "./has-accepted-cases.ts";
import { loadBatchIdOfCase } from "./load-batch-id-of-case.ts";

/**
 * The scan that another one would take the place of, where accepted cases are seen by it: the one
 * of the same case, cover or whole book, or that of the whole book where an accepted case has none
 * of its own.
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
