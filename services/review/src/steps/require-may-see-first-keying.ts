import { type Acting, CommandRejected, everyDocument, everyHandOf } from "@sogoc/core";
import type { BatchKeyingReader, BatchKeyingView } from "../read-models/batch-keying.ts";

interface SightedDependencies {
  readonly keyedBatches: BatchKeyingReader;
}

const requireNoneKeyedAgain = (batches: readonly BatchKeyingView[], reader: Acting): void => {
  const hands = everyHandOf(reader);
  if (batches.some(({ secondKeyers = [] }) => secondKeyers.some((keyer) => hands.includes(keyer))))
    throw new CommandRejected("blind-keying");
};

/**
 * Whoever keys a batch a second time sees nothing of the first keying before they are done,
 * whatever else they may; nor does an account whose password they had set. Throws `blind-keying`.
 */
export const requireMaySeeFirstKeying = async (
  { keyedBatches }: SightedDependencies,
  reader: Acting,
  batchId: string,
): Promise<void> => {
  const batch = await keyedBatches.find(batchId);
  requireNoneKeyedAgain(batch ? [batch] : [], reader);
};

/** The same for a whole book. */
export const requireMaySeeFirstKeyingsOfBook = async (
  { keyedBatches }: SightedDependencies,
  reader: Acting,
  bookId: string,
): Promise<void> =>
  requireNoneKeyedAgain(await everyDocument(keyedBatches, { where: { bookId, underWay: 1 } }), reader);
