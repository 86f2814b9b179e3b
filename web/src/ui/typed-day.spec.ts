import { describe, expect, it } from "vitest";
import { faultOfDay, parseDay, writeDay } from "./typed-day.ts";

describe("a typed day", () => {
  it.each([
    ["01/02/2026", "2026-02-01"],
    ["1/2/2026", "2026-02-01"],
    ["01022026", "2026-02-01"],
    ["1.2.2026", "2026-02-01"],
    ["1-2-2026", "2026-02-01"],
    [" 29 2 2024 ", "2024-02-29"],
    ["2026-02-01", "2026-02-01"],
  ])("%j is %s", (text, iso) => expect(parseDay(text)).toBe(iso));

  it.each(["", "31/02/2026", "29/02/2025", "2/31/2026", "1/2/26", "1/2", "hôm nay", "00/01/2026", "1122026"])(
    "%j is no day",
    (text) => expect(parseDay(text)).toBeUndefined(),
  );

  it("is written day first", () => {
    expect(writeDay("2026-02-01")).toBe("01/02/2026");
    expect(writeDay("")).toBe("");
  });

  it("may have to lie between two days", () => {
    expect(faultOfDay("1/2/2026", "2026-02-01", "2026-02-01")).toBe("none");
    expect(faultOfDay("31/1/2026", "2026-02-01")).toBe("tooEarly");
    expect(faultOfDay("2/2/2026", "", "2026-02-01")).toBe("tooLate");
    expect(faultOfDay("30/2/2026", "2026-02-01")).toBe("notADay");
    expect(faultOfDay("")).toBe("none");
  });
});
