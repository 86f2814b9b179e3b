/** A batch whose numbers are being keyed: none where it is the whole book. */
interface KeyedRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly secondCases?: true | undefined;
}

/** Cases that the inventory has more than were keyed, by where they will come from. */
export interface OutstandingCases {
  /** Numbers of batches being keyed under which there is no case yet. */
  readonly inBatches: { from?: number | undefined; to?: number | undefined; count: number }[];
  /** The rest: no batch that is open has a number for them. */
  readonly inNone: number;
}

/**
 * Of `keyed`, the cases under numbers of the book's own. Undefined where nobody has counted the
 * cases, or nothing is missing.
 */
export const outstandingCases = (
  expected: number | null,
  keyed: readonly number[],
  batches: readonly KeyedRange[],
): OutstandingCases | undefined => {
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
