import { type CaseRange, rangesMeet } from "../number-range.ts";
import { parseScanFileName } from "../scan-file-name.ts";
import type { ReconciliationFinding } from "./reconcile-book.ts";

/** What counts the whole book: nobody can say that it is wrong before the book is keyed. */
const wholeBook = new Set(["cases-expected-differ", "last-number-differs", "pages-differ"]);

/** The numbers that a finding misses; undefined where it is about what is there. */
const missing = ({
  rule,
  params = {},
}: ReconciliationFinding): { readonly from: number; readonly to: number } | undefined => {
  if (rule === "number-gap") return { from: Number(params["from"]), to: Number(params["to"]) };
  if (rule === "suffix-alone") return { from: Number(params["plain"]), to: Number(params["plain"]) };
  if (rule !== "file-without-record") return undefined;
  const number = Number.parseInt(parseScanFileName(params["file"] ?? "").name?.number ?? "", 10);
  return Number.isNaN(number) ? undefined : { from: number, to: number };
};

/**
 * Whether a finding of a book's reconciliation may settle by itself, because what it misses may be
 * among the numbers whose cases are still being keyed. Until then nobody owes a reason for it.
 * Nobody knows how many second cases there are: a batch of them postpones nothing.
 */
export const awaitsKeying = (finding: ReconciliationFinding, underWay: readonly CaseRange[]): boolean => {
  const ranges = underWay.filter(({ secondCases }) => !secondCases);
  if (wholeBook.has(finding.rule)) return ranges.length > 0;
  const numbers = missing(finding);
  if (numbers === undefined) return false;
  return ranges.some((range) => rangesMeet(range, numbers));
};
