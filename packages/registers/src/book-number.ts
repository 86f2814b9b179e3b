import { readableNumber } from "./suspicious-characters.ts";

/** `quyenSo`: number of the book among those of its type and office opened in that year. */
export interface BookNumber {
  readonly number: number;
  readonly year: number;
}

const shape = /^0*([1-9]\d{0,2})\s*\/\s*((?:18|19|20)\d{2})$/u;

/** Reads `2/2008`, `02/2008`, `002/2008`; undefined for anything else. */
export const parseBookNumber = (text: string): BookNumber | undefined => {
  const found = shape.exec(readableNumber(text).trim());
  if (found?.[1] === undefined || found[2] === undefined) return undefined;
  return { number: Number(found[1]), year: Number(found[2]) };
};

/** `02/2008`; also the compare key. */
export const formatBookNumber = ({ number, year }: BookNumber): string =>
  `${String(number).padStart(2, "0")}/${year}`;
