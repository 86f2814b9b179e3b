import { describe, expect, it } from "vitest";
import { isOver, todayInVietnam, weekOf } from "./week.ts";

describe("a week of work", () => {
  it("runs from Monday to Sunday, whichever of its days is named", () => {
    const week = { from: "2026-03-09", to: "2026-03-15" };
    for (const day of ["2026-03-09", "2026-03-12", "2026-03-15"]) expect(weekOf(day)).toEqual(week);
    expect(weekOf("2026-03-16")).toEqual({ from: "2026-03-16", to: "2026-03-22" });
  });

  it("is found back over the turn of a year", () => {
    expect(weekOf("2026-01-01", 1)).toEqual({ from: "2025-12-22", to: "2025-12-28" });
  });

  it("begins with the day as it is in Vietnam", () => {
    expect(todayInVietnam(new Date("2026-03-08T18:00:00Z"))).toBe("2026-03-09");
  });

  it("tells what is over from what is to end", () => {
    expect(isOver(undefined, "2026-03-10")).toBe(false);
    expect(isOver("2026-03-11", "2026-03-10")).toBe(false);
    expect(isOver("2026-03-10", "2026-03-10")).toBe(true);
  });
});
