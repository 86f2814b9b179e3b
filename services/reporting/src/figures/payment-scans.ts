import type { ScanRow } from "../read-models/scans.ts";

/**
 * A batch of a book: the numbers that it holds (null = the whole book), and whether it is accepted.
 */
export interface CountedBatch {
  readonly from: number | null;
  readonly to: number | null;
  readonly accepted: boolean;
}

const holds = ({ from, to }: CountedBatch, number: number): boolean =>
  (from ?? 1) <= number && number <= (to ?? Number.POSITIVE_INFINITY);

/** Every batch is accepted, and no number that the inventory counts waits for a batch. */
const isWholeBookAccepted = (batches: readonly CountedBatch[], expected: number | null): boolean =>
  batches.length > 0 &&
  batches.every(({ accepted }) => accepted) &&
  Math.max(...batches.map(({ to }) => to ?? Number.POSITIVE_INFINITY)) >= (expected ?? 0);

/** Whether a scan's pages are accepted work; see `paymentLines` for the rule. */
export const countsScan = (
  { kind, sortNumber }: Pick<ScanRow, "kind" | "sortNumber">,
  batches: readonly CountedBatch[],
  expected: number | null,
): boolean => {
  switch (kind) {
    case "case":
      return batches.some((batch) => batch.accepted && holds(batch, sortNumber));
    case "whole-book":
      return isWholeBookAccepted(batches, expected);
    case "cover":
      return false;
  }
};
