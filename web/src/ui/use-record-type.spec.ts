import { expect, it } from "vitest";
import { isAnsweredByBook } from "./use-record-type.ts";

it("a book answers its own number, unless a case holds another one, and always the line of a sheet", () => {
  expect(isAnsweredByBook("quyenSo", {})).toBe(true);
  expect(isAnsweredByBook("quyenSo", undefined)).toBe(true);
  expect(isAnsweredByBook("quyenSo", { otherBookNumber: true })).toBe(false);
  expect(isAnsweredByBook("STT", { otherBookNumber: true })).toBe(true);
  expect(isAnsweredByBook("so", {})).toBe(false);
});
