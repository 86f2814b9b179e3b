import { describe, expect, it } from "vitest";
import type { CaseRange } from "../number-range.ts";
import { getRecordType } from "../record-types.ts";
import { markPremature } from "./awaits-keying.ts";
import type { BookRecord } from "./book-record.ts";
import { reconcileBook } from "./reconcile-book.ts";
import { sampleFields } from "./sample-records.ts";

const birth = (so: string): BookRecord => ({
  id: so,
  recordType: getRecordType("KS"),
  fields: sampleFields("KS", { so, ngayDangKy: "03.09.2008" }),
});

/** Sixty cases on thirty pages; keyed are 1, 2 and 5, and there are scans of 1, 2 and 60. */
const { findings, counts } = reconcileBook(
  { bookNumber: "01/2008", openingYear: 2008, expectedCases: 60, pages: 30 },
  ["1", "2", "5"].map(birth),
  ["01", "02", "60"].map((so) => ({
    name: `KS.2008.01.2008-09-03.${so}.pdf`,
    sha256: so.repeat(32),
    pages: 1,
  })),
  3,
);

type Counted = Parameters<typeof markPremature>[2];

const dueOf = (all: typeof findings, underWay: readonly CaseRange[], counted: Counted = counts) =>
  markPremature(all, underWay, counted).flatMap(({ finding, isPremature }) => (isPremature ? [] : [finding]));
const due = (...underWay: CaseRange[]) => dueOf(findings, underWay).map(({ rule }) => rule);

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
    ["into the gap", { to: 3 }, ["number-gap", "file-without-record", "record-without-file"]],
    ["all of the gap", { to: 4 }, ["file-without-record", "record-without-file"]],
    [
      "neither gap nor file",
      { from: 6, to: 59 },
      ["number-gap", "file-without-record", "record-without-file"],
    ],
  ])("is a gap or a file whose numbers nobody is keying: %s", (_name, range, expected) => {
    expect(due(range)).toEqual(expected);
  });

  it("is of a gap only what nobody is keying, and its subject is that of the gap that will be left", () => {
    const gaps = (...underWay: CaseRange[]) =>
      markPremature(findings, underWay, counts).flatMap(({ finding, isPremature }) =>
        finding.rule === "number-gap" ? [[finding.subject, finding.params?.["numbers"], isPremature]] : [],
      );
    expect(gaps()).toEqual([["3–4", "3–4", false]]);
    expect(gaps({ from: 4, to: 9 })).toEqual([
      ["3–3", "3", false],
      ["4–4", "4", true],
    ]);
    const [first] = markPremature(findings, [{ from: 4, to: 9 }], counts).filter(({ finding }) =>
      finding.rule.endsWith("gap"),
    );
    const { findings: later } = reconcileBook(
      { bookNumber: "01/2008", openingYear: 2008 },
      ["1", "2", "4", "5"].map(birth),
      [],
      0,
    );
    const [left] = later.filter(({ rule }) => rule === "number-gap");
    expect(left?.subject).toBe(first?.finding.subject);
    expect(left?.messageVi).toBe(first?.finding.messageVi);
  });

  it("is at once that there is more than the inventory says: no further case mends that", () => {
    const { findings: more, counts: counted } = reconcileBook(
      { bookNumber: "01/2008", openingYear: 2008, expectedCases: 2, pages: 1 },
      ["1", "2", "3"].map(birth),
      [],
      2,
    );
    expect(dueOf(more, [{}], counted).map(({ rule }) => rule)).toEqual([
      "cases-expected-differ",
      "pages-differ",
    ]);
  });

  it("is everything while nothing but numbers behind the inventory is being keyed", () => {
    expect(due({ from: 900, to: 900 })).toEqual(due());
    expect(due({ from: 61 })).toEqual(due());
    // The last ones of the inventory, and the next one of a book that has more than it says.
    expect(due({ from: 60 })).toEqual(["number-gap", "record-without-file"]);
    const more = { expected: 4, lastNumber: 5 };
    expect(dueOf(findings, [{ from: 6 }], more)).not.toEqual(dueOf(findings, [], more));
    expect(dueOf(findings, [{ from: 7 }], more)).toEqual(dueOf(findings, [], more));
  });

  it("is everything beside a batch far behind what is there, in a book that nobody has counted", () => {
    const uncounted = { expected: null, lastNumber: 5 };
    const dueIn = (...underWay: CaseRange[]) => dueOf(findings, underWay, uncounted).map(({ rule }) => rule);
    expect(dueIn({ from: 900 })).toEqual(dueIn());
    expect(dueIn({ from: 6, to: 20 })).not.toContain("last-number-differs");
    // One batch goes on where another ends.
    const [second, third] = [
      { from: 6, to: 20 },
      { from: 21, to: 40 },
    ];
    expect(dueIn(third)).toEqual(dueIn());
    expect(dueIn(third, second)).not.toContain("pages-differ");
    expect(dueOf([], [{}], { expected: null, lastNumber: null })).toEqual([]);
  });

  it("is at once a number behind the inventory", () => {
    const book = { bookNumber: "01/2008", openingYear: 2008, expectedCases: 5 };
    const { findings: beyond, counts: counted } = reconcileBook(book, ["1", "2", "6"].map(birth), [], 0);
    const rules = dueOf(beyond, [{ from: 3, to: 5 }], counted).map(({ rule }) => rule);
    expect(rules).toEqual(["last-number-differs"]);
  });
});
