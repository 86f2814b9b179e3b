import { type CompleteDate, daysInMonth, type PartialDate } from "./partial-date.ts";

/** Smallest and largest value that fits what is known. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export const firstDay = ({ year, month = 1, day = 1 }: PartialDate): CompleteDate => ({ year, month, day });

export const lastDay = ({ year, month = 12, day }: PartialDate): CompleteDate => ({
  year,
  month,
  day: day ?? daysInMonth(year, month),
});

/** Days since 1970-01-01 in the Gregorian calendar. */
export const dayNumber = ({ year, month, day }: CompleteDate): number => {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
};

/** The inverse of `dayNumber`. */
export const dateOfDayNumber = (days: number): CompleteDate => {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
};

/** 0 = Sunday … 6 = Saturday */
export const weekday = (date: CompleteDate): number => (((dayNumber(date) + 4) % 7) + 7) % 7;

/** Days from `from` to `to`, negative when `to` comes first. */
export const daysBetween = (from: PartialDate, to: PartialDate): Range => ({
  min: dayNumber(firstDay(to)) - dayNumber(lastDay(from)),
  max: dayNumber(lastDay(to)) - dayNumber(firstDay(from)),
});

const fullYears = (from: CompleteDate, to: CompleteDate): number => {
  const reached = to.month > from.month || (to.month === from.month && to.day >= from.day);
  return to.year - from.year - (reached ? 0 : 1);
};

/** Completed years from `from` to `to` (an age), negative when `to` comes first. */
export const yearsBetween = (from: PartialDate, to: PartialDate): Range => ({
  min: fullYears(lastDay(from), firstDay(to)),
  max: fullYears(firstDay(from), lastDay(to)),
});

/** True when every day that `a` may mean comes before every day that `b` may mean. */
export const isDefinitelyBefore = (a: PartialDate, b: PartialDate): boolean =>
  dayNumber(lastDay(a)) < dayNumber(firstDay(b));

/** `overlaps` when both may mean the same day. */
export const comparePartialDates = (a: PartialDate, b: PartialDate): "before" | "overlaps" | "after" => {
  if (isDefinitelyBefore(a, b)) return "before";
  return isDefinitelyBefore(b, a) ? "after" : "overlaps";
};
