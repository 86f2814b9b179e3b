/** A batch that is being keyed, by its numbers; without any it is the whole book. */
interface KeyedRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly secondCases?: true | undefined;
}

/** Cases of the inventory that are not keyed yet, by where they belong. */
export interface CasesNotKeyed {
  /** Cases that belong to batches that are being keyed: numbers without a case. */
  readonly inBatches: { from?: number | undefined; to?: number | undefined; count: number }[];
  /** Cases that belong to no open batch. */
  readonly inNone: number;
}

/**
 * `keyed` are the numbers of keyed cases, without second cases of a number. Undefined where nobody
 * has counted the cases, or none is missing.
 */
export const casesNotKeyed = (
  expected: number | null,
  keyed: readonly number[],
  batches: readonly KeyedRange[],
): CasesNotKeyed | undefined => {
  const missing = (expected ?? 0) - keyed.length;
  if (expected === null || missing <= 0) return undefined;
  const taken = new Set(keyed);
  let left = missing;
  const inBatches = batches
    .filter(({ secondCases }) => !secondCases)
    .toSorted((one, other) => (one.from ?? 0) - (other.from ?? 0))
    .map(({ from, to }) => {
      let count = 0;
      for (let number = from ?? 1; number <= (to ?? expected) && count < left; number++) {
        if (taken.has(number)) continue;
        // Two batches may have been opened of the same number.
        taken.add(number);
        count++;
      }
      left -= count;
      return { from, to, count };
    })
    .filter(({ count }) => count > 0);
  return { inBatches, inNone: left };
};
