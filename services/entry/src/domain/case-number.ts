import { CommandRejected } from "@sogoc/core";
import {
  type Finding,
  findField,
  finding,
  formatRegistrationNumber,
  getRecordType,
  parseRegistrationNumber,
} from "@sogoc/registers";
import { toProblem } from "./judgement.ts";

export interface CaseNumber {
  /**
   * Canonical text that makes a case unique in its book: `7`, `7b`, and `7/2009` only in a book
   * opened in another year.
   */
  readonly number: string;
  readonly plainNumber: number;
}

/**
 * The number of a case in a book, from `so` as written; undefined when it is no number. A year
 * equal to the book's opening year is left out, so that `7` and `7/2008` are the same case of a
 * book of 2008.
 */
export const parseCaseNumber = (so: string, openingYear: number, suffix?: string): CaseNumber | undefined => {
  const parsed = parseRegistrationNumber(so);
  if (!parsed) return undefined;
  const year = parsed.year === openingYear ? undefined : parsed.year;
  const number = formatRegistrationNumber({
    number: parsed.number,
    suffix: (suffix ?? parsed.suffix).toLowerCase(),
    year,
  });
  return { number, plainNumber: parsed.number };
};

/** What the rules say of a registration number that is none. */
export const caseNumberFinding = (recordType: string): Finding => {
  const field = findField(getRecordType(recordType), "so") ?? "so";
  return finding("registration-number-invalid", { fields: [field] });
};

/** Throws `value-not-storable` pointing at `so`. */
export const getCaseNumber = (
  recordType: string,
  so: string,
  openingYear: number,
  suffix?: string,
): CaseNumber => {
  const found = parseCaseNumber(so, openingYear, suffix);
  if (found) return found;
  throw new CommandRejected("value-not-storable", {}, [toProblem(caseNumberFinding(recordType))]);
};
