/** How many numbers have no case, and which; their names are empty where they cannot be told. */
export interface Missing {
  readonly count: number;
  readonly shown: string;
}

/** Numbers that a person can take in at a glance. */
const MOST_SHOWN = 12;

/** The plain number of a case: `7/2009` is a case of number 7, `7b` a second one of it. */
const plainOf = (number: string): number => Number.parseInt(number, 10);

/** Whether it is the second case of a number, as `7b` or `7b/2009`. */
const isSecondCase = (number: string): boolean => /^\d+\s*\p{L}/u.test(number);

/**
 * Numbers from the first to the last that none of the cases has, as ranges in order: `3`, `5–9`.
 * Beyond a dozen ranges the rest is left to an ellipsis.
 */
export const missingNumbers = (
  { from, to }: { readonly from: number; readonly to: number },
  numbers: readonly string[],
): Missing => {
  const keyed = new Set(numbers.map(plainOf));
  const ranges: { first: number; last: number }[] = [];
  let count = 0;
  for (let number = from; number <= to; number++) {
    if (keyed.has(number)) continue;
    count++;
    const last = ranges.at(-1);
    if (last?.last === number - 1) last.last = number;
    else ranges.push({ first: number, last: number });
  }
  const texts = ranges
    .slice(0, MOST_SHOWN)
    .map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`));
  return { count, shown: [...texts, ...(ranges.length > MOST_SHOWN ? ["…"] : [])].join(", ") };
};

interface NumberedBatch {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Each of its numbers has a second case at least; nobody knows how many. */
  readonly secondCases?: true | undefined;
}

/**
 * How many cases a batch should have: its numbers, or for a whole book what the inventory counts;
 * undefined where nobody has counted. Of second cases it is the least that there must be.
 */
export const expectedOf = (
  { from = 1, to }: NumberedBatch,
  inBook: number | undefined,
): number | undefined => (to === undefined ? inBook && Math.max(0, inBook - from + 1) : to - from + 1);

/**
 * What a batch still misses of what is expected; undefined where that is not known. A book that
 * begins again with 1 in another year has no row of numbers to name: only the count is told.
 */
export const missingOf = (
  { from = 1, to, secondCases }: NumberedBatch,
  expected: number | undefined,
  numbers: readonly string[],
): Missing | undefined => {
  if (expected === undefined) return undefined;
  // A second case stands for no number: what the inventory counts is the book's own numbers.
  const counted = secondCases ? numbers : numbers.filter((number) => !isSecondCase(number));
  if (to === undefined && numbers.some((number) => number.includes("/")))
    return { count: Math.max(0, expected - counted.length), shown: "" };
  return missingNumbers({ from, to: from + expected - 1 }, counted);
};

/**
 * Cases beside those that are expected: with what is missing, they make the keyed ones and the
 * expected ones add up. The second cases alone, where numbers cannot be told from one another by a
 * row.
 */
export const besideExpected = (
  { from = 1, to, secondCases }: NumberedBatch,
  expected: number | undefined,
  numbers: readonly string[],
): readonly string[] => {
  // A number may have a third case as well.
  if (secondCases) return [];
  if (expected === undefined) return [];
  const isRow = to !== undefined || !numbers.some((number) => number.includes("/"));
  return numbers.filter((number) => {
    const plain = plainOf(number);
    return isSecondCase(number) || (isRow && (plain < from || plain >= from + expected));
  });
};

/** The cases that stand: the number of one that was voided is to be keyed, as if it never was. */
export const standingCases = <Case extends { readonly status: "entered" | "voided" }>(
  cases: readonly Case[],
): readonly Case[] => cases.filter(({ status }) => status === "entered");
