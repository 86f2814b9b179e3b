import type { CommandHandler } from "@sogoc/core";
import { coversCase } from "@sogoc/registers";
import { batchDecider } from "../domain/batch.ts";
import { bookDecider } from "../domain/book.ts";
import { loadBatchIdOfCase } from "./load-batch-id-of-case.ts";

type Loading = Pick<CommandHandler, "load">;

const statusOf = async (commands: Loading, batchId: string) =>
  (await commands.load(batchDecider, batchId)).state.status;

/** Whether the last batch that covers the number, and was not withdrawn, is locked. */
const isInLockedBatch = async (commands: Loading, bookId: string, number: string): Promise<boolean> => {
  const { allotments } = (await commands.load(bookDecider, bookId)).state;
  const plain = Number.parseInt(number, 10);
  for (const allotment of allotments.toReversed()) {
    if (!coversCase(allotment, plain, number)) continue;
    const status = await statusOf(commands, allotment.batchId);
    if (status !== "withdrawn") return status === "locked";
  }
  return false;
};

/**
 * Whether any case of the book, or the one with this number, was accepted. A case was accepted with
 * the batch that it is in, whatever batches were opened for its number since; a number without a
 * case goes with the batch that covers it. Anything that an acceptance has seen is changed only by
 * two people.
 */
export const hasAcceptedCases = async (
  commands: Loading,
  bookId: string,
  number?: string,
): Promise<boolean> => {
  if (number !== undefined) {
    const batchId = await loadBatchIdOfCase(commands, bookId, number);
    if (batchId === undefined) return isInLockedBatch(commands, bookId, number);
    return (await statusOf(commands, batchId)) === "locked";
  }
  const { allotments } = (await commands.load(bookDecider, bookId)).state;
  for (const { batchId } of allotments) {
    if ((await statusOf(commands, batchId)) === "locked") return true;
  }
  return false;
};
