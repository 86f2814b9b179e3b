import { type CommandContext, everyDocument, joinHands, noHands, requireOtherHands } from "@sogoc/core";
import type { BatchReader } from "../read-models/batches.ts";

/**
 * Whoever accepted a batch of the book, or has a hand in that, neither closes a finding of the book
 * afterwards nor changes its counts of cases and pages, by which findings come and go: the finding
 * may have been premature when they accepted. Throws `accepted-by-yourself` or `reset-by-yourself`.
 */
export const requireNotAcceptorOfBook = async (
  batches: BatchReader,
  bookId: string,
  { actor }: Pick<CommandContext, "actor">,
): Promise<void> => {
  const ofBook = await everyDocument(batches, { where: { bookId } });
  const acceptors = joinHands(ofBook.map(({ acceptedBy = noHands }) => acceptedBy));
  requireOtherHands(acceptors, { account: actor.account, acting: actor }, "accepted-by-yourself");
};
