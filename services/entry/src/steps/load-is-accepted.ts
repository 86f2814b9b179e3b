import type { CommandHandler } from "@sogoc/core";
import { coversCase } from "@sogoc/registers";
import { batchDecider } from "../domain/batch.ts";
import { bookDecider } from "../domain/book.ts";
import { loadBatchIdOfCase } from "./load-batch-id-of-case.ts";

type Loading = Pick<CommandHandler, "load">;

const loadStatus = async (commands: Loading, batchId: string) =>
  (await commands.load(batchDecider, batchId)).state.status;

/** Whether the last batch that covers the number and was not withdrawn is accepted. */
const loadIsCoveredByAccepted = async (
  commands: Loading,
  bookId: string,
  number: string,
): Promise<boolean> => {
  const { allotments } = (await commands.load(bookDecider, bookId)).state;
  const plain = Number.parseInt(number, 10);
  for (const allotment of allotments.toReversed()) {
    if (!coversCase(allotment, plain, number)) continue;
    const status = await loadStatus(commands, allotment.batchId);
    if (status !== "withdrawn") return status === "locked";
  }
  return false;
};

/**
 * Whether this number is in an accepted batch: in the batch of its case, whatever batch was opened
 * for the number since; without a case, in the last batch that covers the number. What was accepted
 * is changed by two people only.
 */
export const loadIsInAcceptedBatch = async (
  commands: Loading,
  bookId: string,
  number: string,
): Promise<boolean> => {
  const batchId = await loadBatchIdOfCase(commands, bookId, number);
  if (batchId === undefined) return loadIsCoveredByAccepted(commands, bookId, number);
  return (await loadStatus(commands, batchId)) === "locked";
};

/** Whether any batch of the book is accepted. */
export const loadHasAcceptedBatch = async (commands: Loading, bookId: string): Promise<boolean> => {
  const { allotments } = (await commands.load(bookDecider, bookId)).state;
  for (const { batchId } of allotments) if ((await loadStatus(commands, batchId)) === "locked") return true;
  return false;
};
