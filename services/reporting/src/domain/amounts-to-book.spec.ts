import { expect, it } from "vitest";
import { isBook } from "./is-book.ts";

it("more than twenty records are a book, or half of it and more than five", () => {
  expect(isBook(20, 200)).toBe(false);
  expect(isBook(21, 200)).toBe(true);
  expect(isBook(12, 12)).toBe(true);
  expect(isBook(6, 12)).toBe(true);
  expect(isBook(6, 13)).toBe(false);
  expect(isBook(7, 13)).toBe(true);
  // A few records of the smallest books are a few records.
  expect(isBook(5, 5)).toBe(false);
  expect(isBook(3, 3)).toBe(false);
});
