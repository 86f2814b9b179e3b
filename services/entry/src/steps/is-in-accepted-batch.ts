import type { CommandHandler } from "@sogoc/core";
import { holdsCase } from "@sogoc/registers";
import { batchDecider } from "../domain/batch.ts";
import { bookDecider } from "../domain/book.ts";
import { loadBatchIdOfCase } from "./load-batch-id-of-case.ts";

type Loading = Pick<CommandHandler, "load">;

const loadStatus = async (commands: Loading, batchId: string) =>
  (await commands.load(batchDecider, batchId)).state.status;

/**
 * Whether the number belongs to a locked batch: to the last one that holds it and was not
 * withdrawn.
 */
const isInLockedBatch = async (commands: Loading, bookId: string, number: string): Promise<boolean> => {
  const { allotments } = (await commands.load(bookDecider, bookId)).state;
  const plain = Number.parseInt(number, 10);
  for (const allotment of allotments.toReversed()) {
    if (!holdsCase(allotment, plain, number)) continue;
    const status = await loadStatus(commands, allotment.batchId);
    if (status !== "withdrawn") return status === "locked";
  }
  return false;
};

/**
 * Whether any case of the book was accepted, or the one of this number. The batch that its case is
 * in decides that, whatever batch was opened for the number since; for a number without a case, the
 * batch that holds the number does. What a case was accepted with is changed by two people only.
 */
export const hasAcceptedCases = async (
  commands: Loading,
  bookId: string,
  number?: string,
): Promise<boolean> => {
  if (number !== undefined) {
    const batchId = await loadBatchIdOfCase(commands, bookId, number);
    if (batchId === undefined) return isInLockedBatch(commands, bookId, number);
    return (await loadStatus(commands, batchId)) === "locked";
  }
  const { allotments } = (await commands.load(bookDecider, bookId)).state;
  for (const { batchId } of allotments) {
    if ((await loadStatus(commands, batchId)) === "locked") return true;
  }
  return false;
};
