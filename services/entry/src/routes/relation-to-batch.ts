import type { RelationToCase } from "@sogoc/access";
import type { BatchState } from "../domain/batch.ts";

/**
 * What somebody has to do with the cases of a batch: they have keyed where they ever had it for
 * either keying, or are one of its first makers by a workbook.
 */
export const relationToBatch = (
  { assigned, firstMakers, secondKeyers, status }: BatchState,
  account: string,
): RelationToCase => ({
  hasKeyed: [assigned?.accountId, ...firstMakers, ...secondKeyers].includes(account),
  isUnderReview: status === "submitted",
});
