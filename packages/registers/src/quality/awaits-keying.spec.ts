import { describe, expect, it } from "vitest";
import type { CaseRange } from "../number-range.ts";
import { getRecordType } from "../record-types.ts";
import { awaitsKeying } from "./awaits-keying.ts";
import type { BookRecord } from "./book-record.ts";
import { reconcileBook } from "./reconcile-book.ts";
import { sampleFields } from "./sample-records.ts";

const birth = (so: string): BookRecord => ({
  id: so,
  recordType: getRecordType("KS"),
  fields: sampleFields("KS", { so, ngayDangKy: "03.09.2008" }),
});

/** Sixty cases on thirty pages; keyed are 1, 2 and 5, and there are scans of 1, 2 and 60. */
const { findings } = reconcileBook(
  { bookNumber: "01/2008", openingYear: 2008, expectedCases: 60, pages: 30 },
  ["1", "2", "5"].map(birth),
  ["01", "02", "60"].map((so) => ({
    name: `KS.2008.01.2008-09-03.${so}.pdf`,
    sha256: so.repeat(32),
    pages: 1,
  })),
  3,
);

const due = (...underWay: CaseRange[]) =>
  findings.filter((finding) => !awaitsKeying(finding, underWay)).map(({ rule }) => rule);

describe("what a book owes an answer for", () => {
  it("is everything once nothing of it is being keyed", () => {
    expect(due()).toEqual([
      "cases-expected-differ",
      "last-number-differs",
      "pages-differ",
      "number-gap",
      "file-without-record",
      "record-without-file",
    ]);
  });

  it("is only what is about keyed cases while the rest of it is being keyed", () => {
    expect(due({})).toEqual(["record-without-file"]);
  });

  it("is everything while nothing but second cases of its numbers is being keyed", () => {
    expect(due({ from: 1, to: 5, secondCases: true })).toEqual(due());
  });

  it.each([
    ["beyond the gap", { from: 6, to: 60 }, ["number-gap", "record-without-file"]],
    ["up to the gap", { to: 3 }, ["file-without-record", "record-without-file"]],
    [
      "neither gap nor file",
      { from: 6, to: 59 },
      ["number-gap", "file-without-record", "record-without-file"],
    ],
  ])("is a gap or a file whose numbers nobody is keying: %s", (_name, range, expected) => {
    expect(due(range)).toEqual(expected);
  });
});
