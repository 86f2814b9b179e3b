import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  comparePartialDates,
  dateOfDayNumber,
  dayNumber,
  daysBetween,
  isDefinitelyBefore,
  weekday,
  yearsBetween,
} from "./date-range.ts";
import {
  formatDate,
  isOnCalendar,
  PartialDate,
  parsePartialDate,
  readDateText,
  toIso,
} from "./partial-date.ts";

const completeDates = fc
  .record({
    year: fc.integer({ min: 1800, max: 2099 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
  })
  .filter(isOnCalendar);
const partialDates: fc.Arbitrary<PartialDate> = fc.oneof(
  completeDates,
  completeDates.map(({ year, month }) => ({ year, month })),
  completeDates.map(({ year }) => ({ year })),
);
const asDate = ({ year, month, day }: { year: number; month: number; day: number }) =>
  Date.UTC(year, month - 1, day) / 86400000;

describe("reading dates", () => {
  it.each([
    ["27.08.2008", "2008-08-27"],
    ["7/8/2008", "2008-08-07"],
    ["10-10-1981", "1981-10-10"],
    ["01.2019", "2019-01"],
    ["9/1950", "1950-09"],
    ["1950", "1950"],
    ["1981-10-10", "1981-10-10"],
    ["1981-10", "1981-10"],
    [" 27 . 8 . 2008 ", "2008-08-27"],
    ["29.02.2000", "2000-02-29"],
  ])("%s is %s", (text, iso) => {
    const date = parsePartialDate(text);
    expect(date && toIso(date)).toBe(iso);
  });

  it.each([
    ["31.02.2008", "calendar"],
    ["29.02.1900", "calendar"],
    ["13.2008", "calendar"],
    ["00.2008", "calendar"],
    ["01.01.1799", "year"],
    ["12.5.85", "shape"],
    ["hôm qua", "shape"],
    ["", "shape"],
  ])("%s is refused for its %s", (text, reason) => {
    expect(readDateText(text)).toEqual({ kind: "invalid", reason });
  });

  it("knows ages", () => {
    expect(readDateText("45 tuổi")).toEqual({ kind: "age", years: 45, approximate: false });
    expect(readDateText("Khoảng 45 tuổi")).toEqual({ kind: "age", years: 45, approximate: true });
    expect(parsePartialDate("45 tuổi")).toBeUndefined();
  });

  it("gives back what was formatted, and never more than was written", () => {
    fc.assert(
      fc.property(partialDates, (date) => {
        expect(parsePartialDate(formatDate(date))).toEqual(date);
        expect(parsePartialDate(toIso(date))).toEqual(date);
        expect(PartialDate.parse(date)).toEqual(date);
      }),
    );
  });

  it("refuses a day without month in the schema", () => {
    expect(PartialDate.safeParse({ year: 2000, day: 3 }).success).toBe(false);
    expect(PartialDate.safeParse({ year: 2001, month: 2, day: 29 }).success).toBe(false);
  });
});

describe("comparing dates", () => {
  it("counts days as the calendar does", () => {
    fc.assert(
      fc.property(completeDates, (date) => {
        expect(dayNumber(date)).toBe(asDate(date));
        expect(dateOfDayNumber(dayNumber(date))).toEqual(date);
        expect(weekday(date)).toBe(new Date(asDate(date) * 86400000).getUTCDay());
      }),
    );
  });

  it("is sure only when every reading agrees", () => {
    expect(comparePartialDates({ year: 1980 }, { year: 1980, month: 5 })).toBe("overlaps");
    expect(comparePartialDates({ year: 1979 }, { year: 1980, month: 5 })).toBe("before");
    expect(comparePartialDates({ year: 1980, month: 6 }, { year: 1980, month: 5 })).toBe("after");
    fc.assert(
      fc.property(partialDates, partialDates, (a, b) => {
        expect(isDefinitelyBefore(a, b) && isDefinitelyBefore(b, a)).toBe(false);
        expect(isDefinitelyBefore(a, b)).toBe(daysBetween(a, b).min > 0);
      }),
    );
  });

  it("gives differences as ranges", () => {
    expect(daysBetween({ year: 2008, month: 8, day: 27 }, { year: 2008, month: 9, day: 3 })).toEqual({
      min: 7,
      max: 7,
    });
    expect(daysBetween({ year: 2008, month: 8 }, { year: 2008, month: 9, day: 3 })).toEqual({
      min: 3,
      max: 33,
    });
    expect(yearsBetween({ year: 1980, month: 5, day: 4 }, { year: 2000, month: 5, day: 3 })).toEqual({
      min: 19,
      max: 19,
    });
    expect(yearsBetween({ year: 1980, month: 5, day: 4 }, { year: 2000, month: 5, day: 4 })).toEqual({
      min: 20,
      max: 20,
    });
    expect(yearsBetween({ year: 1980 }, { year: 2000 })).toEqual({ min: 19, max: 20 });
  });
});
