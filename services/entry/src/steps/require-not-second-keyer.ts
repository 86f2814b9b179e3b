import { type Acting, CommandRejected, everyDocument, everyHandOf } from "@sogoc/core";
import type { BatchReader } from "../read-models/batches.ts";

type BatchesAsked = { readonly bookId: string } | { readonly unitId: string };

/**
 * Whether somebody, or anybody who had set their password, has, or had, the second keying of a
 * batch of the unit, or of the book, while it lasts.
 */
export const isSecondKeyer = async (
  batches: BatchReader,
  viewer: Acting,
  where: BatchesAsked,
): Promise<boolean> => {
  const hands = everyHandOf(viewer);
  const inSecondKeying = await everyDocument(batches, { where: { ...where, status: "second-keying" } });
  return inSecondKeying.some(({ secondKeyers }) => secondKeyers.some((keyer) => hands.includes(keyer)));
};

/** Throws `blind-keying` for them: the answer would reveal something of the first keying. */
export const requireNotSecondKeyer = async (
  batches: BatchReader,
  viewer: Acting,
  where: BatchesAsked,
): Promise<void> => {
  if (await isSecondKeyer(batches, viewer, where)) throw new CommandRejected("blind-keying");
};
