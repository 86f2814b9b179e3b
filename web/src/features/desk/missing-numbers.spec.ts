import { expect, it } from "vitest";
import { missingNumbers } from "./missing-numbers.ts";

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
