import { isOnCalendar, type PartialDate } from "./partial-date.ts";
import { numberInWords, parseNumberWords } from "./vietnamese-numerals.ts";

/**
 * "Ngày hai mươi bảy tháng tám năm hai nghìn không trăm linh tám"; parts that are not known are
 * left out.
 */
export const dateInWords = ({ year, month, day }: PartialDate): string => {
  const parts = [`năm ${numberInWords(year)}`];
  if (month !== undefined) parts.unshift(`tháng ${month === 4 ? "tư" : numberInWords(month)}`);
  if (day !== undefined)
    parts.unshift(`ngày ${day <= 10 ? `mồng ${numberInWords(day)}` : numberInWords(day)}`);
  const text = parts.join(" ");
  return text.slice(0, 1).toUpperCase() + text.slice(1);
};

const monthNames = new Map([
  ["giêng", 1],
  ["chạp", 12],
]);

const wordsOf = (text: string): string[] =>
  text
    .normalize("NFC")
    .toLowerCase()
    .split(/[^\p{L}\p{M}\d]+/u)
    .filter((word) => word !== "");

const readNumber = (words: readonly string[]): number | undefined => {
  const [first = ""] = words;
  if (words.length === 1 && /^\d{1,4}$/u.test(first)) return Number(first);
  return parseNumberWords(words);
};

const readDay = (words: readonly string[]): number | undefined =>
  readNumber(words.filter((word) => !["ngày", "mồng", "mùng"].includes(word)));

/**
 * The word năm is both "year" and "five": the year starts at the năm whose rest reads as a year.
 */
const splitAtYear = (words: readonly string[]): { before: readonly string[]; year: number } | undefined => {
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] !== "năm") continue;
    const year = readNumber(words.slice(at + 1));
    if (year !== undefined && year >= 1800 && year <= 2099) return { before: words.slice(0, at), year };
  }
  return undefined;
};

/**
 * The date that a text in Vietnamese words says; undefined when it says none. The lead word "ngày"
 * may be missing, numbers may stand in digits, and only the year may be given.
 */
export const parseDateInWords = (text: string): PartialDate | undefined => {
  const words = wordsOf(text);
  const split = splitAtYear(words);
  if (split === undefined) return undefined;
  const { before, year } = split;
  if (before.length === 0) return { year };
  const at = before.indexOf("tháng");
  if (at < 0) return undefined;
  const monthWords = before.slice(at + 1);
  const month = monthNames.get(monthWords.join(" ")) ?? readNumber(monthWords);
  if (month === undefined) return undefined;
  if (at === 0) return isOnCalendar({ year, month }) ? { year, month } : undefined;
  const day = readDay(before.slice(0, at));
  if (day === undefined || !isOnCalendar({ year, month, day })) return undefined;
  return { year, month, day };
};
