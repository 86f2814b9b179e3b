/** Running numbers of a book; left out, from the first or to the last. */
export interface NumberRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Behind every number that a book can have. */
export const LAST_NUMBER = Number.MAX_SAFE_INTEGER;

export const holdsNumber = ({ from = 1, to = LAST_NUMBER }: NumberRange, number: number): boolean =>
  from <= number && number <= to;

/** Whether some number is in both. */
export const rangesMeet = (one: NumberRange, other: NumberRange): boolean =>
  (one.from ?? 1) <= (other.to ?? LAST_NUMBER) && (other.from ?? 1) <= (one.to ?? LAST_NUMBER);
