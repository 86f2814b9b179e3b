import type { RelationToCase } from "@sogoc/access";
import type { BatchState } from "../domain/batch.ts";

/** What somebody has to do with the cases of a batch. */
export const relationToBatch = (
  { assigned, firstKeyers, secondKeyers, status }: BatchState,
  account: string,
): RelationToCase => ({
  isKeyer: [assigned?.accountId, ...firstKeyers, ...secondKeyers].includes(account),
  isUnderReview: status === "submitted",
});
