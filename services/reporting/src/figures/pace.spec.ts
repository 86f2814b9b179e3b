import { describe, expect, it } from "vitest";
import { type DayFigures, forecastOf, weekOf, workByWeekOf } from "./pace.ts";

const days = (...keyed: readonly number[]): readonly DayFigures[] =>
  keyed.map((count, index) => ({
    day: `2026-03-${String(index + 1).padStart(2, "0")}`,
    keyed: count,
    imported: 0,
    corrected: 0,
    voided: 0,
    checked: 0,
    accepted: 0,
  }));
const today = "2026-03-10";

describe("the forecast", () => {
  it("is one day when the pace never varies", () => {
    expect(forecastOf(days(10, 10, 10, 10), 55, today)).toEqual({
      remaining: 55,
      perDay: 10,
      likely: "2026-03-16",
      earliest: "2026-03-16",
      latest: "2026-03-16",
    });
  });

  it("is a range around the likely day when it does", () => {
    const { likely, earliest, latest } = forecastOf(days(2, 18, 5, 15, 10, 10), 100, today);
    expect(likely).toBe("2026-03-20");
    expect(earliest !== null && earliest < "2026-03-20").toBe(true);
    expect(latest !== null && latest > "2026-03-20").toBe(true);
  });

  it("says nothing where nothing moves, and today where nothing is left", () => {
    expect(forecastOf(days(0, 0, 0), 100, today)).toMatchObject({
      likely: null,
      earliest: null,
      latest: null,
    });
    expect(forecastOf(days(0, 30, 0, 0), 1_000, today).latest).toBeNull();
    expect(forecastOf(days(0, 0, 0), 0, today)).toMatchObject({ likely: today, latest: today });
    expect(forecastOf(days(1), 100_000, today).likely).toBeNull();
  });
});

describe("weeks", () => {
  it("begin on Monday, and hold the sum of their days", () => {
    // 2026-03-01 is a Sunday.
    expect(["2026-03-01", "2026-03-02", "2026-03-08", "2026-03-09"].map(weekOf)).toEqual([
      ...["2026-02-23", "2026-03-02", "2026-03-02", "2026-03-09"],
    ]);
    const weeks = workByWeekOf(days(1, 2, 4, 8, 16, 32, 64, 128, 256));
    expect(weeks.map(({ day, keyed }) => [day, keyed])).toEqual([
      ["2026-02-23", 1],
      ["2026-03-02", 254],
      ["2026-03-09", 256],
    ]);
  });
});
