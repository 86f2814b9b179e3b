import { placesKnownBy } from "@sogoc/registers";
import { expect, it } from "vitest";
import { submittedRecord } from "../testing/review-world.ts";
import { findingsOfBatch } from "./rule-findings.ts";

const places = placesKnownBy(new Map());
/** A case of book `b-1`, registered in March 2008. */
const caseOf = (number: string, day = 10) => ({
  ...submittedRecord(`c-${number}`),
  bookId: "b-1",
  number,
  duplicate: false,
  fields: { ngayDangKy: { raw: `${day}.03.2008` } },
});
const found = (own: readonly string[], others: readonly string[], days: Record<string, number> = {}) =>
  findingsOfBatch(
    own.map((number) => caseOf(number, days[number])),
    others.map((number) => caseOf(number, days[number])),
    places,
  )
    .filter(({ records }) => records.length > 1 || records[0] === "c-2b")
    .map(({ rule, records }) => [rule, ...records]);
const ofRule = (rule: string, findings: readonly string[][]) => findings.filter(([one]) => one === rule);

it("a second case is not alone where another batch of its book holds the first", () => {
  expect(ofRule("suffix-alone", found(["2b"], []))).toEqual([["suffix-alone", "c-2b"]]);
  expect(ofRule("suffix-alone", found(["2b"], ["1", "2", "3"]))).toEqual([]);
});

it("a gap is a batch's own where it lies within it, and no other case fills it", () => {
  const gaps = (own: readonly string[], others: readonly string[]) =>
    ofRule("number-gap", found(own, others));
  expect(gaps(["7", "9"], ["1"])).toEqual([["number-gap", "c-7", "c-9"]]);
  expect(gaps(["7", "9"], ["8"])).toEqual([]);
});

it("a case is held against its neighbours in other batches, and these are not held against each other", () => {
  const falls = (days: Record<string, number>) =>
    ofRule("date-falls", found(["2b"], ["1", "2", "3", "4"], days));
  expect(falls({ "2": 20, "2b": 12, "3": 21, "4": 22 })).toEqual([["date-falls", "c-2", "c-2b"]]);
  expect(falls({ "3": 20, "4": 11 })).toEqual([]);
});
