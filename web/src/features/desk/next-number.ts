import { secondCaseOf } from "../../ui/keying/keyed-fields.ts";

/** Numbers from the first to the last that may be keyed in a batch; without an end a whole book. */
export interface BatchNumbers {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Only second cases of them, each with a letter. */
  readonly secondCases?: true | undefined;
}

/** What is known of a batch's numbers. */
export interface KnownNumbers {
  /** That have a case, canonical: `7`, `7b`, `7/2009`. */
  readonly taken: ReadonlySet<string>;
  /** Cases with a letter that other batches of the book have. */
  readonly lettered?: ReadonlySet<string> | undefined;
  readonly openingYear?: number | undefined;
  /** Cases that the inventory counts in the book. */
  readonly expectedCases?: number | undefined;
}

const written = /^\s*(\d{1,9})[a-z]?\s*(?:\/(\d{4}))?\s*$/i;

/**
 * As two cases of one number are told apart, without the letter: with the year where it is not the
 * book's own. Undefined for no number.
 */
export const plainNumber = (text: string, openingYear: number | undefined): string | undefined => {
  const [, digits, year] = written.exec(text) ?? [];
  if (digits === undefined) return undefined;
  return year === undefined || Number(year) === openingYear
    ? `${Number(digits)}`
    : `${Number(digits)}/${year}`;
};

/** The last number of a batch as far as it is known; what the inventory counts may be wrong. */
const lastOf = ({ from = 1, to }: BatchNumbers, { expectedCases }: KnownNumbers): number | undefined =>
  to ?? (expectedCases === undefined ? undefined : Math.max(from, expectedCases));

/**
 * The next number after `text` that has no case yet, written as this one is, with its zeros in
 * front and its year. Where there is none up to the end, the first gap of the batch. Undefined
 * where no number of the batch is left; of a whole book the one after the last is offered then.
 */
export const nextFreeNumber = (
  text: string,
  batch: BatchNumbers,
  known: KnownNumbers,
): string | undefined => {
  const [, digits = "", year] = written.exec(text) ?? [];
  const number = Number(digits);
  if (digits === "") return undefined;
  const suffix = year === undefined ? "" : `/${year}`;
  const taken = new Set([...known.taken].map((one) => plainNumber(one, known.openingYear)));
  const isFree = (candidate: number) => !taken.has(plainNumber(`${candidate}${suffix}`, known.openingYear));
  const width = digits.startsWith("0") ? digits.length : 0;
  const offer = (candidate: number) => `${candidate}`.padStart(width, "0") + suffix;
  const firstFree = (from: number, to: number) => {
    for (let candidate = from; candidate <= to; candidate++) if (isFree(candidate)) return candidate;
    return undefined;
  };
  const { from = 1, to } = batch;
  // A book that begins again with 1 in another year has no row of numbers to go back to.
  const isOneRow = plainNumber(`${number}${suffix}`, known.openingYear) === `${number}`;
  const last = isOneRow ? lastOf(batch, known) : to;
  const ahead = firstFree(Math.max(from, number + 1), last ?? number + taken.size + 1);
  if (ahead !== undefined) return offer(ahead);
  const gap = isOneRow && last !== undefined ? firstFree(from, Math.min(number, last)) : undefined;
  if (gap !== undefined) return offer(gap);
  const beyond = Math.max(number, last ?? 0) + 1;
  return to === undefined ? offer(firstFree(beyond, beyond + taken.size) ?? beyond) : undefined;
};

/** The first case of a number keeps it plain. */
const letters = [..."bcdefghijklmnopqrstuvwxyz"];

/**
 * The next second case to offer after `number`, with the first letter that no case of the book has.
 * Nobody knows how many there are, so each number of the batch is offered once. Undefined where
 * none is left.
 */
export const nextSecondCase = (
  number: number,
  { from = 1, to = from }: BatchNumbers,
  { taken }: KnownNumbers,
): string | undefined => {
  const next = Math.max(from, number + 1);
  if (next > to) return undefined;
  const letter = letters.find((one) => !taken.has(`${next}${one}`));
  return letter && `${next}${letter}`;
};

/** The letters that tell cases of one number apart. */
const suffixes = [..."abcdefghijklmnopqrstuvwxyz"];

/** The letters with which no case of the book has this number. */
export const freeLetters = (
  text: string,
  { taken, lettered = new Set(), openingYear }: KnownNumbers,
): readonly string[] => {
  const plain = plainNumber(text, openingYear);
  if (plain === undefined) return suffixes;
  const isFree = (number: string) => !taken.has(number) && !lettered.has(number);
  return suffixes.filter((letter) => isFree(secondCaseOf(plain, letter)));
};

/**
 * Whether a batch covers the number that is typed. It may be another batch's, or a first case's
 * where only second ones are keyed. Undefined for no number.
 */
export const placeInBatch = (
  text: string,
  { from = 1, to, secondCases }: BatchNumbers,
): "inside" | "first-case" | "outside" | undefined => {
  const [, digits] = written.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  if (number < from || (to !== undefined && number > to)) return "outside";
  return secondCases && !/\d\s*[a-z]/i.test(text) ? "first-case" : "inside";
};

/** What to offer after a case of a batch. */
export const numberAfter = (text: string, batch: BatchNumbers, known: KnownNumbers): string | undefined =>
  batch.secondCases
    ? nextSecondCase(Number.parseInt(text, 10) || 0, batch, known)
    : nextFreeNumber(text, batch, known);
