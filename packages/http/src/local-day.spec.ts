import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localDay } from "./local-day.ts";

const formatter = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh", dateStyle: "short" });

describe("localDay", () => {
  it("begins seven hours before the day in UTC", () => {
    expect(localDay(new Date("2026-03-01T16:59:59.999Z"))).toBe("2026-03-01");
    expect(localDay(new Date("2026-03-01T17:00:00.000Z"))).toBe("2026-03-02");
  });

  it("agrees with the time-zone data", () => {
    const moments = fc.date({
      min: new Date("1980-01-01"),
      max: new Date("2099-12-31"),
      noInvalidDate: true,
    });
    fc.assert(fc.property(moments, (moment) => localDay(moment) === formatter.format(moment)));
  });
});
