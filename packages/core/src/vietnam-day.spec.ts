import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { momentInVietnam, vietnamClock, vietnamDay } from "./vietnam-day.ts";

const formatter = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh", dateStyle: "short" });

describe("vietnamDay", () => {
  it("begins seven hours before the day in UTC", () => {
    expect(vietnamDay(new Date("2026-03-01T16:59:59.999Z"))).toBe("2026-03-01");
    expect(vietnamDay(new Date("2026-03-01T17:00:00.000Z"))).toBe("2026-03-02");
  });

  it("agrees with the time-zone data", () => {
    const moments = fc.date({
      min: new Date("1980-01-01"),
      max: new Date("2099-12-31"),
      noInvalidDate: true,
    });
    fc.assert(fc.property(moments, (moment) => vietnamDay(moment) === formatter.format(moment)));
  });

  it("is told of an ISO text as of a date, and of none that is not one", () => {
    expect(vietnamDay("2026-03-01T17:00:00.000Z")).toBe("2026-03-02");
    expect(() => vietnamDay("yesterday")).toThrow(RangeError);
    expect(vietnamDay("2026-03-01T16:59:59.999Z")).toBe("2026-03-01");
  });
});

describe("vietnamClock", () => {
  it("shows the hour on the wall, and leads back to the moment", () => {
    const clock = vietnamClock("2026-03-01T17:30:00.000Z");
    expect([clock.getUTCDate(), clock.getUTCHours(), clock.getUTCMinutes()]).toEqual([2, 0, 30]);
    expect(momentInVietnam(clock).toISOString()).toBe("2026-03-01T17:30:00.000Z");
  });
});
