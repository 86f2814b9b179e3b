import { readableNumber } from "./suspicious-characters.ts";

/**
 * `so`: the running number of a case, with the letter that marks a second case under one number.
 */
export interface RegistrationNumber {
  readonly number: number;
  readonly suffix: string;
  readonly year: number | undefined;
}

const shape = /^0*([1-9]\d{0,3})\s*([A-Za-z])?(?:\s*\/\s*((?:18|19|20)\d{2}))?$/u;

/** Reads `7`, `007`, `7a`, `07/2008`; undefined for anything else. */
export const parseRegistrationNumber = (text: string): RegistrationNumber | undefined => {
  const found = shape.exec(readableNumber(text).trim());
  if (found?.[1] === undefined) return undefined;
  return {
    number: Number(found[1]),
    suffix: found[2] ?? "",
    year: found[3] === undefined ? undefined : Number(found[3]),
  };
};

/** `7/2008`, or `7` where the book writes no year */
export const formatRegistrationNumber = ({ number, suffix, year }: RegistrationNumber): string =>
  year === undefined ? `${number}${suffix}` : `${number}${suffix}/${year}`;

/**
 * Equal for the same case of one book, however it is written: `007/2008` and `7/2008` agree, `7A`
 * is `7a` and none of these. Its letter is small, as in the number that makes a case unique. Give
 * the year of registration for books that write no year in the number: numbering may start again
 * inside a book.
 */
export const registrationNumberKey = (
  { number, suffix, year }: RegistrationNumber,
  registrationYear?: number,
): string => {
  const known = year ?? registrationYear;
  const own = `${number}${suffix.toLowerCase()}`;
  return known === undefined ? own : `${own}/${known}`;
};

/** Whether it is a second case of its number, as `3b`. */
export const isSecondCase = (text: string): boolean => (parseRegistrationNumber(text)?.suffix ?? "") !== "";

/**
 * How many of these cases the inventory counts: those under numbers of the book's own. A second
 * case of a number is beside them, and stands for no number that has no case.
 */
export const countFirstCases = (numbers: readonly string[]): number =>
  numbers.filter((number) => !isSecondCase(number)).length;

/** Sorts by number, then suffix; the order of cases in a book. */
export const compareRegistrationNumbers = (a: RegistrationNumber, b: RegistrationNumber): number => {
  if (a.number !== b.number) return a.number - b.number;
  const [left, right] = [a.suffix.toUpperCase(), b.suffix.toUpperCase()];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** A page: digits without leading zeros; undefined for anything else. */
export const parsePageNumber = (text: string): number | undefined => {
  const trimmed = readableNumber(text).trim();
  return /^\d{1,4}$/u.test(trimmed) ? Number(trimmed) : undefined;
};
