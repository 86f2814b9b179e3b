import { isSecondCase } from "./registration-number.ts";

/** Running numbers of a book; left out, from the first or to the last. */
export interface NumberRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Numbers whose cases are keyed together, or only the second cases of them. */
export interface CaseRange extends NumberRange {
  readonly secondCases?: true | undefined;
}

/** Behind every number that a book can have. */
export const LAST_NUMBER = Number.MAX_SAFE_INTEGER;

export const holdsNumber = ({ from = 1, to = LAST_NUMBER }: NumberRange, number: number): boolean =>
  from <= number && number <= to;

/**
 * Whether a case is among them, by its plain number and by the whole text of it: of second cases
 * the first ones of their numbers are not.
 */
export const coversCase = (range: CaseRange, plainNumber: number, number: string): boolean =>
  holdsNumber(range, plainNumber) && (!range.secondCases || isSecondCase(number));

/** Whether some number is in both. */
export const rangesMeet = (one: NumberRange, other: NumberRange): boolean =>
  (one.from ?? 1) <= (other.to ?? LAST_NUMBER) && (other.from ?? 1) <= (one.to ?? LAST_NUMBER);
