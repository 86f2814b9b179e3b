import { given } from "@sogoc/core/testing";
import { expect, it } from "vitest";
import { type PartialExport, type PartialExportEvent, partialExportDecider } from "./partial-export.ts";

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `r-${from + index}`);
const at = "2026-03-10T02:00:00.000Z";
const place = { bookId: "b-1", unitId: "u-1", takenBy: "mai" };
const taken = (recordIds: string[], takenAt = at): PartialExportEvent => ({
  type: "FewRecordsTaken",
  data: { ...place, exportId: `x-${recordIds[0]}`, takenAt, recordIds },
});
const sheet = (recordId: string): PartialExportEvent => ({
  type: "LookUpSheetTaken",
  data: { ...place, recordId, takenAt: at },
});
const wish = (event: PartialExportEvent, more: Partial<PartialExport> = {}): PartialExport => ({
  event,
  before: [],
  since: "2026-03-03T02:00:00.000Z",
  inBook: 500,
  ...more,
});
const take = (recordIds: string[], more: Partial<PartialExport> = {}): PartialExport =>
  wish(taken(recordIds), more);

it("is a few records until they add up to a book, each counted once", () => {
  const first = taken(numbered(1, 12));
  given(partialExportDecider)
    .when(take(numbered(1, 12)))
    .then([first]);
  given(partialExportDecider, [first])
    .when(take(numbered(5, 20)))
    .then([taken(numbered(5, 20))]);
  given(partialExportDecider, [first])
    .when(take(numbered(13, 21)))
    .then([]);
  given(partialExportDecider)
    .when(take(numbered(1, 12), { before: numbered(30, 40) }))
    .then([]);
  given(partialExportDecider)
    .when(take(numbered(1, 6), { inBook: 12 }))
    .then([]);
});

it("counts no more what was taken earlier than seven days ago", () => {
  const long = taken(numbered(1, 12), "2026-03-03T01:59:59.000Z");
  given(partialExportDecider, [long])
    .when(take(numbered(13, 24)))
    .then([taken(numbered(13, 24))]);
  expect(take(["r-1"]).since > long.data.takenAt).toBe(true);
});

it("counts sheets of paper with them, each case once, and the first one of a book is none", () => {
  const sheets = numbered(1, 5).map(sheet);
  const ofTen = { inBook: 10 };
  given(partialExportDecider, sheets.slice(0, 4))
    .when(wish(sheet("r-5"), ofTen))
    .then([sheet("r-5")]);
  given(partialExportDecider, sheets)
    .when(wish(sheet("r-6"), ofTen))
    .then([]);
  given(partialExportDecider, sheets)
    .when(take(["r-6"], ofTen))
    .then([]);
  given(partialExportDecider, [taken(numbered(1, 3)), sheet("r-4"), sheet("r-5")])
    .when(wish(sheet("r-6"), ofTen))
    .then([]);
  given(partialExportDecider, sheets)
    .when(wish(sheet("r-5"), ofTen))
    .then([sheet("r-5")]);
  given(partialExportDecider)
    .when(wish(sheet("r-1"), { inBook: 1 }))
    .then([sheet("r-1")]);
  given(partialExportDecider, [sheet("r-1")])
    .when(wish(sheet("r-1"), { inBook: 1 }))
    .then([sheet("r-1")]);
  given(partialExportDecider, [sheet("r-1")])
    .when(wish(sheet("r-2"), { inBook: 2 }))
    .then([]);
});
