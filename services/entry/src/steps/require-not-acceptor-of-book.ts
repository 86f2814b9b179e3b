import { type CommandContext, everyDocument, joinHands, noHands, requireOtherHands } from "@sogoc/core";
import type { BatchReader } from "../read-models/batches.ts";

/**
 * Whoever accepted a batch of the book does not say afterwards that a finding of it is right, nor
 * that it has other numbers of cases and pages: what was still being keyed may have postponed the
 * finding when they accepted. Throws `accepted-by-yourself` or `reset-by-yourself`.
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
