import { type Acting, CommandRejected, everyDocument, everyHandOf } from "@sogoc/core";
import type { BatchKeyingReader, BatchKeyingView } from "../read-models/batch-keying.ts";

interface SightedDependencies {
  readonly keyedBatches: BatchKeyingReader;
}

const isKeptFrom = (batches: readonly BatchKeyingView[], reader: Acting): boolean => {
  const hands = everyHandOf(reader);
  return batches.some(({ secondKeyers = [] }) => secondKeyers.some((keyer) => hands.includes(keyer)));
};

const requireNoneKeyedAgain = (batches: readonly BatchKeyingView[], reader: Acting): void => {
  if (isKeptFrom(batches, reader)) throw new CommandRejected("blind-keying");
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

/** The same for all books of a lot. */
export const requireMaySeeFirstKeyingsOfBooks = async (
  dependencies: SightedDependencies,
  reader: Acting,
  batches: readonly { readonly bookId: string }[],
): Promise<void> => {
  for (const bookId of new Set(batches.map((batch) => batch.bookId)))
    await requireMaySeeFirstKeyingsOfBook(dependencies, reader, bookId);
};

/** Whether somebody keys a batch of the book a second time. */
export const isBlindToBook = async (
  { keyedBatches }: SightedDependencies,
  reader: Acting,
  bookId: string,
): Promise<boolean> =>
  isKeptFrom(await everyDocument(keyedBatches, { where: { bookId, underWay: 1 } }), reader);

/** The same for a whole book. */
export const requireMaySeeFirstKeyingsOfBook = async (
  { keyedBatches }: SightedDependencies,
  reader: Acting,
  bookId: string,
): Promise<void> => {
  if (await isBlindToBook({ keyedBatches }, reader, bookId)) throw new CommandRejected("blind-keying");
};
