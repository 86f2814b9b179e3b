import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatBookNumber, parseBookNumber } from "./book-number.ts";
import { phaseOf } from "./phases.ts";
import {
  compareRegistrationNumbers,
  formatRegistrationNumber,
  parsePageNumber,
  parseRegistrationNumber,
  registrationNumberKey,
} from "./registration-number.ts";

const normalised = (text: string) => {
  const number = parseRegistrationNumber(text);
  return number && formatRegistrationNumber(number);
};
const key = (text: string, year?: number) => {
  const number = parseRegistrationNumber(text);
  return number && registrationNumberKey(number, year);
};

describe("registration numbers", () => {
  it.each([
    ["007/2008", "7/2008"],
    ["7", "7"],
    ["005", "5"],
    ["12a/2008", "12a/2008"],
    ["12 A", "12A"],
    [" 7 / 2008 ", "7/2008"],
  ])("%s is %s", (text, expected) => expect(normalised(text)).toBe(expected));

  it.each(["", "0", "000/2008", "7/08", "7/1708", "bảy", "7/2008/1", "12ab", "-7", "7.5"])(
    "%s is none",
    (text) => {
      expect(parseRegistrationNumber(text)).toBeUndefined();
    },
  );

  it("have one key however they are written", () => {
    expect(key("007/2008")).toBe("7/2008");
    expect(key("7", 2008)).toBe("7/2008");
    expect(key("7")).toBe("7");
    expect(key("12a/2008")).toBe(key("012A/2008"));
    // As the case itself is told, so that nobody reads of two.
    expect(key("12A", 2008)).toBe("12a/2008");
    expect(key("12")).not.toBe(key("12a"));
  });

  it("stay the same when read again", () => {
    const texts = fc.tuple(
      fc.integer({ min: 1, max: 9999 }),
      fc.constantFrom("", "a", "B"),
      fc.constantFrom("", "/2008"),
    );
    fc.assert(
      fc.property(texts, ([number, suffix, year]) => {
        const text = `${number}${suffix}${year}`;
        expect(normalised(text)).toBe(text);
        expect(normalised(`00${text}`)).toBe(text);
      }),
    );
  });

  it("sort as in the book", () => {
    const numbers = ["12a", "2", "12", "100", "12b"]
      .map((text) => parseRegistrationNumber(text))
      .filter((one) => one !== undefined);
    expect(numbers.sort(compareRegistrationNumbers).map(formatRegistrationNumber)).toEqual([
      "2",
      "12",
      "12a",
      "12b",
      "100",
    ]);
  });
});

describe("book numbers, pages and phases", () => {
  it("are read and padded", () => {
    const book = (text: string) => {
      const number = parseBookNumber(text);
      return number && formatBookNumber(number);
    };
    expect(["2/2008", "02/2008", "002 / 2008", "112/1999"].map(book)).toEqual([
      "02/2008",
      "02/2008",
      "02/2008",
      "112/1999",
    ]);
    expect(["", "2", "0/2008", "2/08", "a/2008"].map(book)).toEqual(Array(5).fill(undefined));
    expect(["7", "007", "x", "12345", ""].map(parsePageNumber)).toEqual([
      7,
      7,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("put every opening year in one phase", () => {
    expect(
      [1930, 1975, 1976, 1998, 1999, 2005, 2006, 2015, 2016, 2024].map((year) => phaseOf(year).no),
    ).toEqual([4, 4, 3, 3, 2, 2, 1, 1, 5, 5]);
  });
});
