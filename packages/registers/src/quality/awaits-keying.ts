import { finding as makeFinding } from "../finding.ts";
import { type CaseRange, type NumberRange, rangesMeet } from "../number-range.ts";
import { parseScanFileName } from "../scan-file-name.ts";
import type { BookCounts, ReconciliationFinding } from "./reconcile-book.ts";

/**
 * Counts of the whole book. That there is less than expected nobody can hold against a book before
 * it is keyed; that there is more, no further case mends.
 */
const countsOfWhole = new Set(["cases-expected-differ", "pages-differ"]);

const isLess = ({ params = {} }: ReconciliationFinding): boolean =>
  Number(params["found"]) < Number(params["expected"]);

/** A number beyond the inventory is there already, whatever is still being keyed. */
const isBeyond = (
  { rule, params = {} }: ReconciliationFinding,
  { expected }: Pick<BookCounts, "expected">,
): boolean => rule === "last-number-differs" && expected !== null && Number(params["last"]) > expected;

/**
 * Of the numbers being keyed those in which a case of the book may still be: the inventory, or
 * where nobody has counted what is there, says how far they go. A batch that begins behind that is
 * no reason to wait for anything.
 */
const withinBook = (
  ranges: readonly NumberRange[],
  { expected, lastNumber }: Pick<BookCounts, "expected" | "lastNumber">,
): readonly NumberRange[] => {
  const next = (lastNumber ?? 0) + 1;
  if (expected !== null) {
    const furthest = Math.max(expected, next);
    return ranges.filter(({ from = 1 }) => from <= furthest);
  }
  const within: NumberRange[] = [];
  let furthest = next;
  for (const range of [...ranges].sort((one, other) => (one.from ?? 1) - (other.from ?? 1))) {
    if ((range.from ?? 1) > furthest) break;
    furthest = Math.max(furthest, (range.to ?? furthest) + 1);
    within.push(range);
  }
  return within;
};

interface Missing {
  readonly from: number;
  readonly to: number;
}

/** The numbers that a finding misses; undefined where it is about what is there. */
const missing = ({ rule, params = {} }: ReconciliationFinding): Missing | undefined => {
  if (rule === "number-gap") return { from: Number(params["from"]), to: Number(params["to"]) };
  if (rule === "suffix-alone") return { from: Number(params["plain"]), to: Number(params["plain"]) };
  if (rule !== "file-without-record") return undefined;
  const number = Number.parseInt(parseScanFileName(params["file"] ?? "").name?.number ?? "", 10);
  return Number.isNaN(number) ? undefined : { from: number, to: number };
};

/**
 * Whether a finding may settle by itself, because what it misses may be among the numbers whose
 * cases are still being keyed.
 */
const awaitsKeying = (
  finding: ReconciliationFinding,
  ranges: readonly NumberRange[],
  counts: Pick<BookCounts, "expected">,
): boolean => {
  if (countsOfWhole.has(finding.rule)) return ranges.length > 0 && isLess(finding);
  // Second cases make it differ as well as missing numbers do, as long as the book is not whole.
  if (finding.rule === "last-number-differs") return ranges.length > 0 && !isBeyond(finding, counts);
  const numbers = missing(finding);
  if (numbers === undefined) return false;
  return ranges.some((range) => rangesMeet(range, numbers));
};

/** The runs of numbers of a gap, each of them wholly among those being keyed, or wholly not. */
const runsOf = ({ from, to }: Missing, ranges: readonly NumberRange[]): readonly Missing[] => {
  const edges = ranges.flatMap((range) => [range.from ?? 1, (range.to ?? to) + 1]);
  const starts = [...new Set([from, ...edges])].filter((edge) => from <= edge && edge <= to);
  starts.sort((one, other) => one - other);
  const runs: Missing[] = [];
  for (const [index, start] of starts.entries()) {
    const run = { from: start, to: (starts[index + 1] ?? to + 1) - 1 };
    const last = runs.at(-1);
    const isKeyed = (one: Missing) => ranges.some((range) => rangesMeet(range, one));
    if (last && isKeyed(last) === isKeyed(run)) runs.splice(-1, 1, { from: last.from, to: run.to });
    else runs.push(run);
  }
  return runs;
};

/** The same gap, of these numbers alone. */
const gapOf = (gap: ReconciliationFinding, { from, to }: Missing): ReconciliationFinding => {
  const numbers = from === to ? `${from}` : `${from}–${to}`;
  const params = { ...gap.params, from: `${from}`, to: `${to}`, numbers };
  const { fields, severity, records } = gap;
  const { rule } = gap;
  return { ...makeFinding(rule, { fields, params, severity }), records, subject: `${from}–${to}` };
};

/** A finding of a book, and whether it may settle by itself while its numbers are being keyed. */
export interface TimedFinding {
  readonly finding: ReconciliationFinding;
  readonly isPremature: boolean;
}

/**
 * Which findings of a book's reconciliation are due, and which may settle by themselves because
 * what they miss is among the numbers `underWay`: until then nobody owes a reason for these. Of a
 * gap only the numbers that are being keyed wait; the others are due, as a gap of their own. Nobody
 * knows how many second cases there are: a batch of them postpones nothing. Neither does one of
 * numbers that the book, by its counts, does not have.
 */
export const markPremature = (
  findings: readonly ReconciliationFinding[],
  underWay: readonly CaseRange[],
  counts: Pick<BookCounts, "expected" | "lastNumber">,
): readonly TimedFinding[] => {
  const ofFirstCases = underWay.filter(({ secondCases }) => !secondCases);
  const ranges = withinBook(ofFirstCases, counts);
  return findings.flatMap((finding) => {
    const numbers = finding.rule === "number-gap" ? missing(finding) : undefined;
    const runs = numbers ? runsOf(numbers, ranges) : [];
    const parts = runs.length > 1 ? runs.map((run) => gapOf(finding, run)) : [finding];
    return parts.map((part) => ({ finding: part, isPremature: awaitsKeying(part, ranges, counts) }));
  });
};
