import { expect, it } from "vitest";
import { amountsToBook } from "./amounts-to-book.ts";

it("more than twenty records are a book, half of it and more than five, or all of it", () => {
  expect(amountsToBook(20, 200)).toBe(false);
  expect(amountsToBook(21, 200)).toBe(true);
  expect(amountsToBook(12, 12)).toBe(true);
  expect(amountsToBook(6, 12)).toBe(true);
  expect(amountsToBook(6, 13)).toBe(false);
  expect(amountsToBook(7, 13)).toBe(true);
  // A few records of the smallest books are a few records, and all of them are the book.
  expect(amountsToBook(5, 6)).toBe(false);
  expect(amountsToBook(5, 5)).toBe(true);
  expect(amountsToBook(2, 3)).toBe(false);
  expect(amountsToBook(3, 3)).toBe(true);
  expect(amountsToBook(1, 1)).toBe(true);
});
