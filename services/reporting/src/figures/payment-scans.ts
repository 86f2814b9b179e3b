import { isSecondCase } from "@sogoc/registers";
import type { ScanView } from "../read-models/scans.ts";

/**
 * A batch of a book: the numbers that it holds (null = the whole book), and whether it is accepted.
 */
export interface CountedBatch {
  readonly from: number | null;
  readonly to: number | null;
  readonly accepted: boolean;
  /** It holds second cases of its numbers alone, as `3b`. */
  readonly secondCases?: true | undefined;
}

const holds = ({ from, to }: CountedBatch, number: number): boolean =>
  (from ?? 1) <= number && number <= (to ?? Number.POSITIVE_INFINITY);

/** Every batch is accepted, and no number that the inventory counts waits for a batch. */
const isWholeBookAccepted = (batches: readonly CountedBatch[], expected: number | null): boolean =>
  batches.length > 0 &&
  batches.every(({ accepted }) => accepted) &&
  Math.max(...batches.map(({ to }) => to ?? Number.POSITIVE_INFINITY)) >= (expected ?? 0);

/**
 * Whether the case of a scan is accepted. A second case of its number waits for the batches that
 * were opened for it, where there are any.
 */
const isCaseAccepted = (
  { number, sortNumber }: Pick<ScanView, "number" | "sortNumber">,
  batches: readonly CountedBatch[],
): boolean => {
  const held = batches.filter((batch) => holds(batch, sortNumber));
  const ofSecond = held.filter(({ secondCases }) => secondCases);
  if (ofSecond.length > 0 && isSecondCase(number ?? "")) return ofSecond.every(({ accepted }) => accepted);
  return held.some(({ accepted, secondCases }) => accepted && !secondCases);
};

/** Whether a scan's pages are accepted work; see `paymentLines` for the rule. */
export const countsScan = (
  scan: Pick<ScanView, "kind" | "number" | "sortNumber">,
  batches: readonly CountedBatch[],
  expected: number | null,
): boolean => {
  switch (scan.kind) {
    case "case":
      return isCaseAccepted(scan, batches);
    case "whole-book":
      return isWholeBookAccepted(batches, expected);
    case "cover":
      return false;
  }
};
