import { z } from "zod";

/** A date as far as the book tells it. A day never stands without a month. Years 1800 to 2099. */
export const PartialDate = z
  .object({
    year: z.int().min(1800).max(2099),
    month: z.int().min(1).max(12).exactOptional(),
    day: z.int().min(1).max(31).exactOptional(),
  })
  .refine((date) => isOnCalendar(date), { error: "Ngày không có trong lịch / not on the calendar" });
export type PartialDate = z.infer<typeof PartialDate>;

export type CompleteDate = { year: number; month: number; day: number };

/** What a cell with a date says: a date, an age in years, or neither. */
export type DateReading =
  | { readonly kind: "date"; readonly date: Readonly<PartialDate> }
  | { readonly kind: "age"; readonly years: number; readonly approximate: boolean }
  | { readonly kind: "invalid"; readonly reason: "calendar" | "shape" | "year" };

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export const daysInMonth = (year: number, month: number): number => {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (monthLengths[month - 1] ?? 0);
};

export const isOnCalendar = (date: {
  year: number;
  month?: number | undefined;
  day?: number | undefined;
}): boolean => {
  const { year, month, day } = date;
  if (month === undefined) return day === undefined;
  if (month < 1 || month > 12) return false;
  return day === undefined || (day >= 1 && day <= daysInMonth(year, month));
};

export const isComplete = (date: PartialDate): date is CompleteDate => date.day !== undefined;

const separators = "\\s*[./\\-]\\s*";
const dayFirst = new RegExp(`^(?:(?:(\\d{1,2})${separators})?(\\d{1,2})${separators})?(\\d{4})$`, "u");
/** A database writes midnight behind a day; any other time of day says more than a day. */
const yearFirst = /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ]00:00(?::00(?:\.0{1,9})?)?)?)?$/u;
const age = /^(khoảng|chừng|độ|ước)?\s*(\d{1,3})\s*tuổi$/iu;

const read = (year: string, month: string | undefined, day: string | undefined): DateReading => {
  const date: PartialDate = { year: Number(year) };
  if (month !== undefined) date.month = Number(month);
  if (day !== undefined) date.day = Number(day);
  if (date.year < 1800 || date.year > 2099) return { kind: "invalid", reason: "year" };
  return isOnCalendar(date) ? { kind: "date", date } : { kind: "invalid", reason: "calendar" };
};

const MOST_REMEMBERED = 2_000;
const remembered = new Map<string, DateReading>();

/**
 * Read `dd.MM.yyyy`, `MM.yyyy` or `yyyy` with dots, slashes or hyphens, ISO dates, also
 * with a midnight behind the day, or an age in words ("45 tuổi"). Nothing that is not written is
 * added. Years of two digits are refused.
 */
export const readDateText = (text: string): DateReading => {
  // A day is read as it was keyed, as it is stored and again by the rules, and a book runs through
  // one year's days.
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const reading = readFreshly(text);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(text, reading);
  return reading;
};

const readFreshly = (text: string): DateReading => {
  const trimmed = text.trim();
  const iso = trimmed[4] === "-" ? yearFirst.exec(trimmed) : null;
  if (iso?.[1] !== undefined) return read(iso[1], iso[2], iso[3]);
  const local = dayFirst.exec(trimmed);
  if (local?.[3] !== undefined) return read(local[3], local[2], local[1]);
  const years = age.exec(trimmed.normalize("NFC"));
  if (years?.[2] !== undefined) {
    return { kind: "age", years: Number(years[2]), approximate: years[1] !== undefined };
  }
  return { kind: "invalid", reason: "shape" };
};

/** The date in a text as on paper or in ISO form; undefined when there is none. */
export const parsePartialDate = (text: string): Readonly<PartialDate> | undefined => {
  const reading = readDateText(text);
  return reading.kind === "date" ? reading.date : undefined;
};

const pad = (value: number, length = 2): string => String(value).padStart(length, "0");

/** Do both say the same, no more and no less? */
export const samePartialDate = (a: PartialDate, b: PartialDate): boolean =>
  a.year === b.year && a.month === b.month && a.day === b.day;

/** `yyyy-MM-dd`, `yyyy-MM` or `yyyy` */
export const toIso = ({ year, month, day }: PartialDate): string => {
  if (month === undefined) return pad(year, 4);
  return day === undefined ? `${pad(year, 4)}-${pad(month)}` : `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
};

/** `dd.MM.yyyy`, `MM.yyyy` or `yyyy`, as the import sheets want it */
export const formatDate = ({ year, month, day }: PartialDate): string => {
  if (month === undefined) return pad(year, 4);
  return day === undefined ? `${pad(month)}.${pad(year, 4)}` : `${pad(day)}.${pad(month)}.${pad(year, 4)}`;
};
