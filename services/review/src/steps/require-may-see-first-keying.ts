import { type Acting, CommandRejected, everyDocument, everyHandOf } from "@sogoc/core";
import type { BatchKeyingReader, BatchKeyingView } from "../read-models/batch-keying.ts";

interface FirstKeyingSightDependencies {
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
 * Whoever keys a batch a second time sees nothing of the first keying until they have finished,
 * whatever other roles they have. The same holds for accounts whose password they had set. Throws
 * `blind-keying`.
 */
export const requireMaySeeFirstKeying = async (
  { keyedBatches }: FirstKeyingSightDependencies,
  reader: Acting,
  batchId: string,
): Promise<void> => {
  const batch = await keyedBatches.find(batchId);
  requireNoneKeyedAgain(batch ? [batch] : [], reader);
};

/** The same for the first keyings of every book of a lot. Throws `blind-keying`. */
export const requireMaySeeFirstKeyingsOfBooks = async (
  dependencies: FirstKeyingSightDependencies,
  reader: Acting,
  batches: readonly { readonly bookId: string }[],
): Promise<void> => {
  for (const bookId of new Set(batches.map((batch) => batch.bookId)))
    await requireMaySeeFirstKeyingsOfBook(dependencies, reader, bookId);
};

/**
 * Whether the reader, or an account whose password they set, keys a batch of the book a second
 * time.
 */
export const isBlindToBook = async (
  { keyedBatches }: FirstKeyingSightDependencies,
  reader: Acting,
  bookId: string,
): Promise<boolean> =>
  isKeptFrom(await everyDocument(keyedBatches, { where: { bookId, underWay: 1 } }), reader);

/** The same for the first keyings of a whole book. Throws `blind-keying`. */
export const requireMaySeeFirstKeyingsOfBook = async (
  { keyedBatches }: FirstKeyingSightDependencies,
  reader: Acting,
  bookId: string,
): Promise<void> => {
  if (await isBlindToBook({ keyedBatches }, reader, bookId)) throw new CommandRejected("blind-keying");
};
