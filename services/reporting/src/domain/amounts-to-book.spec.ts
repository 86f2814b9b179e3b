import { expect, it } from "vitest";
import { amountsToBook } from "./amounts-to-book.ts";

it("more than twenty records are a book, or half of it and more than five", () => {
  expect(amountsToBook(20, 200)).toBe(false);
  expect(amountsToBook(21, 200)).toBe(true);
  expect(amountsToBook(12, 12)).toBe(true);
  expect(amountsToBook(6, 12)).toBe(true);
  expect(amountsToBook(6, 13)).toBe(false);
  expect(amountsToBook(7, 13)).toBe(true);
  // A few records of the smallest books are a few records.
  expect(amountsToBook(5, 5)).toBe(false);
  expect(amountsToBook(3, 3)).toBe(false);
});
