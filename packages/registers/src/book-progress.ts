export const bookProgressNames = ["untouched", "inWork", "keyed", "accepted"] as const;
export type BookProgress = (typeof bookProgressNames)[number];

interface CountedBook {
  /** Keyed or imported, and not voided. */
  readonly records: number;
  /** Those of them that the inventory counts: without second cases of a number. */
  readonly ownNumbers: number;
  /** As the inventory says; left out or null where nobody has said. */
  readonly expected?: number | null | undefined;
  /** Without those that were withdrawn. */
  readonly batches: number;
  /** Those of them that were submitted at least once. */
  readonly submitted: number;
  /** Those of them whose result was accepted. */
  readonly accepted: number;
}

/**
 * How far a book is, in one word, for every page and sum that says it. A batch that was opened is
 * work begun; one that was never submitted is work left, however many cases the book has.
 */
export const bookProgressOf = ({
  records,
  ownNumbers,
  expected,
  batches,
  submitted,
  accepted,
}: CountedBook): BookProgress => {
  if (batches === 0 && records === 0) return "untouched";
  const enough = records > 0 && ownNumbers >= (expected ?? 0);
  if (batches === 0 || !enough) return "inWork";
  if (accepted >= batches) return "accepted";
  const isKnown = expected !== undefined && expected !== null;
  return isKnown && submitted >= batches ? "keyed" : "inWork";
};
