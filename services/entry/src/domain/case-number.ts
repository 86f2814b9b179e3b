import { CommandRejected } from "@sogoc/core";
import { formatRegistrationNumber, parseRegistrationNumber } from "@sogoc/registers";

export interface CaseNumber {
  /**
   * Canonical text that makes a case unique in its book: `7`, `7b`, and `7/2009` only in a book
   * opened in another year.
   */
  readonly text: string;
  readonly plain: number;
}

/**
 * The number of a case in a book, from `so` as written; undefined when it is no number. A year
 * equal to the book's opening year is left out, so that `7` and `7/2008` are the same case of a
 * book of 2008.
 */
export const findCaseNumber = (so: string, openingYear: number, suffix?: string): CaseNumber | undefined => {
  const parsed = parseRegistrationNumber(so);
  if (!parsed) return undefined;
  const year = parsed.year === openingYear ? undefined : parsed.year;
  const text = formatRegistrationNumber({
    number: parsed.number,
    suffix: (suffix ?? parsed.suffix).toLowerCase(),
    year,
  });
  return { text, plain: parsed.number };
};

/** Throws `value-not-storable` pointing at `so`. */
export const getCaseNumber = (so: string, openingYear: number, suffix?: string): CaseNumber => {
  const found = findCaseNumber(so, openingYear, suffix);
  if (found) return found;
  throw new CommandRejected("value-not-storable", {}, [
    {
      pointer: "/fields/so",
      detail: "Số đăng ký phải là chữ số, có thể kèm năm, ví dụ 7 hoặc 07/2008.",
      detailEn: "The registration number must be digits, with a year if need be, e.g. 7 or 07/2008.",
      rule: "registration-number-invalid",
      severity: "error",
    },
  ]);
};
