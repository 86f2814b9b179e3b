import { expect, it } from "vitest";
import { besideExpected, expectedOf, missingNumbers, missingOf, standingCases } from "./missing-numbers.ts";

it("names what no case has, in ranges, whatever letters and years the numbers bear", () => {
  const range = { from: 1, to: 10 };
  expect(missingNumbers(range, ["1", "2b", "3/2008", "4", "8"])).toEqual({ count: 5, shown: "5–7, 9–10" });
  expect(missingNumbers({ from: 3, to: 5 }, ["3", "4", "5"])).toEqual({ count: 0, shown: "" });
  const even = Array.from({ length: 50 }, (_, index) => String(2 * index + 2));
  expect(missingNumbers({ from: 1, to: 100 }, even)).toEqual({
    count: 50,
    shown: "1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, …",
  });
});

it("expects of a whole book what the inventory counts, and names what is missing of it", () => {
  expect(expectedOf({}, 160)).toBe(160);
  expect(expectedOf({}, undefined)).toBeUndefined();
  expect(expectedOf({ from: 5, to: 10 }, 160)).toBe(6);
  expect(expectedOf({ from: 101 }, 160)).toBe(60);
  expect(missingOf({}, 5, ["1", "2", "4"])).toEqual({ count: 2, shown: "3, 5" });
  // A book that begins again with 1 has more cases than its highest number.
  expect(missingOf({}, 5, ["1", "2", "1/2009"])).toEqual({ count: 2, shown: "" });
  expect(missingOf({}, undefined, ["1"])).toBeUndefined();
});

it("misses the second case of a number until one is keyed, however many there are", () => {
  const batch = { from: 2, to: 2, secondCases: true } as const;
  const expected = expectedOf(batch, 4);
  expect(expected).toBe(1);
  expect(missingOf(batch, expected, [])).toEqual({ count: 1, shown: "2" });
  expect(missingOf(batch, expected, ["2b", "2c"])).toEqual({ count: 0, shown: "" });
  expect(besideExpected(batch, expected, ["2b", "2c"])).toEqual([]);
});

it("misses the number of a case that was voided", () => {
  const cases = [
    { number: "1", status: "entered" },
    { number: "2", status: "voided" },
    { number: "3", status: "entered" },
  ] as const;
  const numbers = standingCases(cases).map(({ number }) => number);
  expect(missingOf({ from: 1, to: 3 }, 3, numbers)).toMatchObject({ count: 1, shown: "2" });
});

it("makes what is keyed and what is expected add up, where a number has a second case", () => {
  const batch = { from: 1, to: 5 };
  for (const numbers of [
    ["1", "2", "3", "3b", "4"],
    ["3b", "3"],
    ["1", "2", "3", "4", "5"],
    ["3b"],
    ["4", "9"],
  ]) {
    const missing = missingOf(batch, 5, numbers);
    expect(numbers.length).toBe(5 - (missing?.count ?? 0) + besideExpected(batch, 5, numbers).length);
  }
  expect(besideExpected(batch, 5, ["1", "3b", "3", "9"])).toEqual(["3b", "9"]);
  // A second case stands for no number, of its own or of the inventory.
  expect(missingOf(batch, 5, ["1", "2", "3b", "4", "5"])).toEqual({ count: 1, shown: "3" });
  expect(missingOf({}, 4, ["1", "1/2009", "1b/2009"])).toEqual({ count: 2, shown: "" });
  expect(besideExpected({}, 5, ["1", "1/2009", "1b/2009"])).toEqual(["1b/2009"]);
  expect(besideExpected({}, undefined, ["1", "1b"])).toEqual([]);
});
