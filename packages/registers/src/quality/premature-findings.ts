import { finding as makeFinding } from "../finding.ts";
import { type CaseRange, holdsNumber, LAST_NUMBER, type NumberRange, rangesMeet } from "../number-range.ts";
import { parseScanFileName } from "../scan-file-name.ts";
import type { BookCounts, Reconciliation, ReconciliationFinding, TakenNumbers } from "./reconcile-book.ts";

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
const withinBook = <Range extends NumberRange>(
  ranges: readonly Range[],
  { expected, lastNumber }: Pick<BookCounts, "expected" | "lastNumber">,
): readonly Range[] => {
  const next = (lastNumber ?? 0) + 1;
  if (expected !== null) {
    const furthest = Math.max(expected, next);
    return ranges.filter(({ from = 1 }) => from <= furthest);
  }
  const within: Range[] = [];
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

/** How many numbers of it have no first case yet. */
const freeIn = ({ from = 1, to }: NumberRange, { numbers, runs }: TakenNumbers): number =>
  to === undefined
    ? Number.POSITIVE_INFINITY
    : runs * (to - from + 1) - numbers.filter((number) => holdsNumber({ from, to }, number)).length;

/** The same numbers, each in one range. */
const distinct = (ranges: readonly NumberRange[]): readonly NumberRange[] => {
  const sorted = [...ranges].sort((one, other) => (one.from ?? 1) - (other.from ?? 1));
  let next = 1;
  return sorted.flatMap(({ from = 1, to }) => {
    const begin = Math.max(from, next);
    next = Math.max(next, (to ?? LAST_NUMBER) + 1);
    return begin <= (to ?? LAST_NUMBER) ? [{ from: begin, to }] : [];
  });
};

/** What is being keyed of a book. */
interface Keying<Range> {
  /** Batches of first cases, by numbers that the book may have. */
  readonly ranges: readonly Range[];
  /** Those of them in which a number is still without its case. */
  readonly unfinished: readonly Range[];
  /** Whether the cases that the inventory has can all come, by what is being keyed. */
  readonly canBeWhole: boolean;
  /** It has as many cases as its inventory says. */
  readonly isWhole: boolean;
}

/**
 * Numbers that a gap of their own tells of, and nobody keys, are left to that: closed with a
 * reason, they are no cases that the book still waits for.
 */
const keyingOf = <Range extends NumberRange>(
  ranges: readonly Range[],
  { findings, counts: { expected, ownNumbers }, taken }: Reconciliation,
): Keying<Range> => {
  const gaps = findings.flatMap((finding) => (finding.rule === "number-gap" ? (missing(finding) ?? []) : []));
  const told = gaps
    .flatMap((gap) => runsOf(gap, ranges))
    .filter((run) => !ranges.some((range) => rangesMeet(range, run)))
    .reduce((sum, { from, to }) => sum + to - from + 1, 0);
  // Numbers that two batches hold make up one case.
  const free = distinct(ranges).reduce((sum, range) => sum + freeIn(range, taken), 0);
  const unfinished = ranges.filter((range) => freeIn(range, taken) > 0);
  const canBeWhole = expected === null || ownNumbers + free + told >= expected;
  return { ranges, unfinished, canBeWhole, isWhole: expected !== null && ownNumbers >= expected };
};

/**
 * The batches by which a finding may settle by itself, because what it misses may be among the
 * numbers whose cases are still being keyed; none where they cannot make up for it.
 */
const keyedStill = <Range extends NumberRange>(
  finding: ReconciliationFinding,
  { ranges, unfinished, canBeWhole, isWhole }: Keying<Range>,
  counts: Pick<BookCounts, "expected">,
): readonly Range[] => {
  // In a book that has all its cases nothing of the whole can still come.
  const canStillCome = canBeWhole && !isWhole;
  if (countsOfWhole.has(finding.rule)) return canStillCome && isLess(finding) ? unfinished : [];
  // A number that begins again makes it differ as well, as long as the book is not whole.
  if (finding.rule === "last-number-differs")
    return canStillCome && !isBeyond(finding, counts) ? unfinished : [];
  const numbers = missing(finding);
  return numbers === undefined ? [] : ranges.filter((range) => rangesMeet(range, numbers));
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
export interface FindingWhileKeying<Range> {
  readonly finding: ReconciliationFinding;
  readonly isPremature: boolean;
  /** Of what is being keyed, everything by which it may. */
  readonly prematureWhile: readonly Range[];
}

/**
 * Which findings of a book's reconciliation are due, and which may settle by themselves because
 * what they miss is among the numbers `underWay`: until then nobody owes a reason for these. Of a
 * gap only the numbers that are being keyed wait; the others are due, as a gap of their own. Counts
 * wait only where the numbers without a case can make up for all that is missing. Nobody knows how
 * many second cases there are: a batch of them postpones nothing. Neither does one of numbers that
 * the book, by its counts, does not have.
 */
export const markPremature = <Range extends CaseRange>(
  reconciliation: Reconciliation,
  underWay: readonly Range[],
): readonly FindingWhileKeying<Range>[] => {
  const { findings, counts } = reconciliation;
  const ofFirstCases = underWay.filter(({ secondCases }) => !secondCases);
  const keying = keyingOf(withinBook(ofFirstCases, counts), reconciliation);
  return findings.flatMap((finding) => {
    const numbers = finding.rule === "number-gap" ? missing(finding) : undefined;
    const runs = numbers ? runsOf(numbers, keying.ranges) : [];
    const parts = runs.length > 1 ? runs.map((run) => gapOf(finding, run)) : [finding];
    return parts.map((part) => {
      const prematureWhile = keyedStill(part, keying, counts);
      return { finding: part, isPremature: prematureWhile.length > 0, prematureWhile };
    });
  });
};
