/** Numbers that a person can take in at a glance. */
const MOST_SHOWN = 12;

/** The plain number of a case: `7b` and `7/2009` are cases of number 7. */
const plainOf = (number: string): number => Number.parseInt(number, 10);

/**
 * Numbers from the first to the last that none of the cases has, as ranges in order: `3`, `5–9`.
 * Beyond a dozen ranges the rest is left to an ellipsis.
 */
export const missingNumbers = (
  { from, to }: { readonly from: number; readonly to: number },
  numbers: readonly string[],
): { readonly count: number; readonly shown: string } => {
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
