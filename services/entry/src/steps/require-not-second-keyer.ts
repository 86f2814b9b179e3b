import { type Acting, CommandRejected, everyDocument, everyHandOf } from "@sogoc/core";
import type { BatchReader } from "../read-models/batches.ts";

type BatchesAsked = { readonly bookId: string } | { readonly unitId: string };

/**
 * Whether somebody, or an account whose password they had set, keys a batch of the unit, or of the
 * book, a second time.
 */
export const isSecondKeyer = async (
  batches: BatchReader,
  reader: Acting,
  where: BatchesAsked,
): Promise<boolean> => {
  const hands = everyHandOf(reader);
  const keyedAgain = await everyDocument(batches, { where: { ...where, status: "second-keying" } });
  return keyedAgain.some(({ secondKeyers }) => secondKeyers.some((keyer) => hands.includes(keyer)));
};

/** Throws `blind-keying` for them: the answer would reveal something of the first keying. */
export const requireNotSecondKeyer = async (
  batches: BatchReader,
  reader: Acting,
  where: BatchesAsked,
): Promise<void> => {
  if (await isSecondKeyer(batches, reader, where)) throw new CommandRejected("blind-keying");
};
