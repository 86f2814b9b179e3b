import type { RelationToCase } from "@sogoc/access";
import type { BatchState } from "../domain/batch.ts";

/** What somebody has to do with the cases of a batch. */
export const relationToBatch = (
  { assigned, firstMakers, secondKeyers, status }: BatchState,
  account: string,
): RelationToCase => ({
  hasKeyed: [assigned?.accountId, ...firstMakers, ...secondKeyers].includes(account),
  isUnderReview: status === "submitted",
});
