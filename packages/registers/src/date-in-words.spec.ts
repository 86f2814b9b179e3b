import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateInWords, parseDateInWords } from "./date-in-words.ts";
import { isOnCalendar, type PartialDate } from "./partial-date.ts";

const dates: fc.Arbitrary<PartialDate> = fc
  .record(
    {
      year: fc.integer({ min: 1800, max: 2099 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 31 }),
    },
    { requiredKeys: ["year"] },
  )
  .filter(isOnCalendar);

describe("dates in words", () => {
  it("are written in the official form", () => {
    expect(dateInWords({ year: 2008, month: 8, day: 27 })).toBe(
      "Ngày hai mươi bảy tháng tám năm hai nghìn không trăm linh tám",
    );
    expect(dateInWords({ year: 1984, month: 4, day: 5 })).toBe(
      "Ngày mồng năm tháng tư năm một nghìn chín trăm tám mươi bốn",
    );
    expect(dateInWords({ year: 1945 })).toBe("Năm một nghìn chín trăm bốn mươi lăm");
  });

  it("are read back as they were", () => {
    fc.assert(
      fc.property(dates, (date) => {
        expect(parseDateInWords(dateInWords(date))).toEqual(date);
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, PartialDate]>([
    ["mùng năm tháng tư năm một chín chín tám", { year: 1998, month: 4, day: 5 }],
    ["Hăm lăm tháng chạp năm một nghìn chín trăm tám tư", { year: 1984, month: 12, day: 25 }],
    ["ngày hai nhăm tháng năm năm hai ngàn lẻ năm", { year: 2005, month: 5, day: 25 }],
    ["NGÀY HAI MƯƠI MỐT THÁNG GIÊNG NĂM HAI NGHÌN MƯỜI LĂM", { year: 2015, month: 1, day: 21 }],
    ["Ba mươi mốt, tháng mười hai, năm hai nghìn không trăm mười", { year: 2010, month: 12, day: 31 }],
    ["Ngày 27 tháng 8 năm 2008", { year: 2008, month: 8, day: 27 }],
    ["tháng năm năm hai nghìn", { year: 2000, month: 5 }],
    ["năm một ngàn chín trăm chín mươi nhăm", { year: 1995 }],
    ["ngày năm tháng năm năm hai nghìn linh năm", { year: 2005, month: 5, day: 5 }],
  ])("%s", (text, date) => expect(parseDateInWords(text)).toEqual(date));

  it.each([
    "",
    "linh tinh",
    "ba mốt tháng hai năm hai nghìn",
    "ngày hai tháng mười ba năm hai nghìn",
    "tháng constructor năm hai nghìn",
    "ngày hăm tháng",
    "hai nghìn",
  ])("%s is no date", (text) => expect(parseDateInWords(text)).toBeUndefined());

  it("never throw", () => {
    const words = fc.array(
      fc.constantFrom("ngày", "năm", "tháng", "mười", "trăm", "nghìn", "linh", "hai", "2", "constructor"),
    );
    fc.assert(fc.property(words, (some) => void parseDateInWords(some.join(" "))));
  });
});
