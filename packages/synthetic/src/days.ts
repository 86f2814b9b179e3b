import { dateOfDayNumber, dayNumber, formatDate, toIso, weekday } from "@sogoc/registers";
import type { Random } from "./random.ts";

/** Days are counted from 1970-01-01, as in `@sogoc/registers`. */
export type DayNumber = number;

export const dayOf = (year: number, month = 1, day = 1): DayNumber => dayNumber({ year, month, day });

export const yearOf = (day: DayNumber): number => dateOfDayNumber(day).year;

/** `dd.MM.yyyy` */
export const written = (day: DayNumber): string => formatDate(dateOfDayNumber(day));

export const isoDay = (day: DayNumber): string => toIso(dateOfDayNumber(day));

const holidays = new Set(["01-01", "04-30", "05-01", "09-02"]);

/** The day itself or the next one on which an office is open. */
export const workingDay = (day: DayNumber): DayNumber => {
  const date = dateOfDayNumber(day);
  const closed = weekday(date) === 0 || weekday(date) === 6 || holidays.has(toIso(date).slice(5));
  return closed ? workingDay(day + 1) : day;
};

/** Working days of a year for a book of so many cases, in order. */
export const registrationDays = (random: Random, year: number, count: number): DayNumber[] => {
  const first = dayOf(year, 1, 4);
  const span = dayOf(year, 12, 24) - first;
  return Array.from({ length: count }, () => workingDay(first + random.int(0, span))).sort((a, b) => a - b);
};

/** The same calendar day so many years earlier, near enough. */
export const yearsBefore = (day: DayNumber, years: number, random: Random): DayNumber =>
  day - Math.round(years * 365.2425) - random.int(1, 360);
