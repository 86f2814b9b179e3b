import { type Acting, CommandRejected, everyDocument, everyHandOf } from "@sogoc/core";
import type { BatchReader } from "../read-models/batches.ts";

/**
 * Throws `blind-keying` for whoever has, or had, the second keying of a batch of the unit, or of
 * the book, while it lasts, and for accounts whose password they had set: the answer would reveal
 * something of the first keying.
 */
export const requireNotSecondKeyer = async (
  batches: BatchReader,
  asker: Acting,
  where: { readonly bookId: string } | { readonly unitId: string },
): Promise<void> => {
  const hands = everyHandOf(asker);
  const inSecondKeying = await everyDocument(batches, { where: { ...where, status: "second-keying" } });
  if (inSecondKeying.some(({ secondKeyers }) => secondKeyers.some((keyer) => hands.includes(keyer))))
    throw new CommandRejected("blind-keying");
};
