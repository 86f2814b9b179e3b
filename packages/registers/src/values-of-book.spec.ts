import { expect, it } from "vitest";
import {
  hasOtherBookNumber,
  isLineNumber,
  isOfBook,
  mendsBookNumber,
  problemsWithBook,
} from "./values-of-book.ts";

it("the number of a book is told however it is written, and not where it is in doubt", () => {
  for (const raw of ["01/2008", "1/2008", " 01/2008 "]) expect(isOfBook("01/2008", { raw })).toBe(true);
  for (const raw of ["99/2008", "01/2009", "01-08"]) expect(isOfBook("01/2008", { raw })).toBe(false);
  expect(isOfBook("01/2008", { raw: "01/2008", doubtful: true })).toBe(false);
  expect(isOfBook("01/2008", { blank: true })).toBe(false);
  expect(isOfBook("01/2008", undefined)).toBe(false);
});

it("the line of a sheet is a number or none", () => {
  for (const value of [undefined, { blank: true } as const, { raw: "12" }])
    expect(isLineNumber(value)).toBe(true);
  for (const raw of ["SAI-STT", "1a", "-1", "1,5"]) expect(isLineNumber({ raw })).toBe(false);
});

it("only the book's own number mends another", () => {
  const from = (before: string, after: string) =>
    mendsBookNumber({ field: "quyenSo", before: { raw: before }, after: { raw: after } }, "01/2008");
  expect(from("99/2008", "01/2008")).toBe(true);
  expect(from("99/2008", "98/2008")).toBe(false);
  expect(from("1/2008", "01/2008")).toBe(false);
});

it("values that are the book's to say are refused where they say otherwise", () => {
  const fields = { quyenSo: { raw: "99/2008" }, STT: { raw: "x" }, so: { raw: "7" } };
  expect(problemsWithBook("01/2008", fields).map(({ pointer }) => pointer)).toEqual([
    "/fields/quyenSo",
    "/fields/STT",
  ]);
  expect(problemsWithBook("01/2008", { quyenSo: { raw: "1/2008" }, STT: { raw: "7" } })).toEqual([]);
});

it("a case holds another number than its book's where one stands there that is not the book's", () => {
  const holds = (quyenSo?: object) => hasOtherBookNumber("01/2008", { quyenSo: quyenSo as never });
  expect(holds({ raw: "09/2011" })).toBe(true);
  expect(holds({ raw: "01/2008", doubtful: true })).toBe(true);
  expect(holds({ raw: "1/2008" })).toBe(false);
  expect(holds()).toBe(false);
});
