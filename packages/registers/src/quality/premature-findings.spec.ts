import { describe, expect, it } from "vitest";
import type { CaseRange } from "../number-range.ts";
import { getRecordType } from "../record-types.ts";
import type { BookRecord } from "./book-record.ts";
import { markPremature } from "./premature-findings.ts";
import { type Reconciliation, reconcileBook } from "./reconcile-book.ts";
import { sampleFields } from "./sample-records.ts";

const birth = (so: string): BookRecord => ({
  id: so,
  recordType: getRecordType("KS"),
  fields: sampleFields("KS", { so, ngayDangKy: "03.09.2008" }),
});

/** Sixty cases on thirty pages; keyed are 1, 2 and 5, and there are scans of 1, 2 and 60. */
const sixty = reconcileBook(
  { bookNumber: "01/2008", openingYear: 2008, expectedCases: 60, pages: 30 },
  ["1", "2", "5"].map(birth),
  ["01", "02", "60"].map((so) => ({
    name: `KS.2008.01.2008-09-03.${so}.pdf`,
    sha256: so.repeat(32),
    pages: 1,
  })),
  3,
);

const uncounted = (...numbers: string[]) =>
  reconcileBook({ bookNumber: "01/2008", openingYear: 2008 }, numbers.map(birth), [], 0);
const counted = (expectedCases: number, ...numbers: string[]) =>
  reconcileBook({ bookNumber: "01/2008", openingYear: 2008, expectedCases }, numbers.map(birth), [], 0);

const dueOf = (book: Reconciliation, underWay: readonly CaseRange[]) =>
  markPremature(book, underWay).flatMap(({ finding, isPremature }) => (isPremature ? [] : [finding.rule]));
const due = (...underWay: CaseRange[]) => dueOf(sixty, underWay);

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

  it("is a page less once all cases of the inventory are keyed, whatever numbers are opened behind them", () => {
    const whole = reconcileBook(
      { bookNumber: "01/2008", openingYear: 2008, expectedCases: 2, pages: 2 },
      ["1", "2"].map(birth),
      [],
      1,
    );
    expect(dueOf(whole, [{ from: 3, to: 3 }])).toContain("pages-differ");
  });

  it("is everything while nothing but second cases of its numbers is being keyed", () => {
    expect(due({ from: 1, to: 5, secondCases: true })).toEqual(due());
  });

  it.each([
    ["beyond the gap", { from: 6, to: 60 }, ["number-gap", "record-without-file"]],
    ["from within the gap", { from: 4 }, ["number-gap", "record-without-file"]],
    ["all of the gap and the rest", { from: 3 }, ["record-without-file"]],
  ])("is a gap or a file whose numbers nobody is keying: %s", (_name, range, expected) => {
    expect(due(range)).toEqual(expected);
  });

  it.each([
    ["into the gap", { to: 3 }, due()],
    ["all of the gap", { to: 4 }, due().filter((rule) => rule !== "number-gap")],
    ["all but the last", { from: 6, to: 59 }, due()],
    ["the last", { from: 60, to: 60 }, due().filter((rule) => rule !== "file-without-record")],
  ])("is a count that the numbers being keyed cannot make up: %s", (_name, range, expected) => {
    expect(due(range)).toEqual(expected);
  });

  it("is a count for which what is being keyed does not suffice, and names the batches that do", () => {
    const three = counted(5, "1", "2", "3");
    expect(dueOf(three, [{ from: 4, to: 4 }])).toEqual(["cases-expected-differ"]);
    expect(dueOf(three, [{ from: 5, to: 5 }])).toEqual(["cases-expected-differ"]);
    // These have their cases.
    expect(dueOf(three, [{ from: 1, to: 3 }])).toEqual(["cases-expected-differ"]);
    expect(
      dueOf(three, [
        { from: 4, to: 4 },
        { from: 4, to: 4 },
      ]),
    ).toEqual(["cases-expected-differ"]);
    const [first, fourth, fifth] = [
      { from: 1, to: 3 },
      { from: 4, to: 4 },
      { from: 5, to: 5 },
    ];
    const [postponed] = markPremature(three, [first, fourth, fifth]);
    expect(postponed?.prematureWhile).toEqual([fourth, fifth]);
  });

  it("is nothing that a gap tells of already, and where numbers begin again each run counts", () => {
    expect(dueOf(counted(6, "1", "3"), [{ from: 4, to: 6 }])).toEqual(["number-gap"]);
    const twoYears = counted(8, "1", "2", "1/2009", "2/2009");
    expect(dueOf(twoYears, [{ from: 3, to: 4 }])).toEqual([]);
    expect(dueOf(twoYears, [{ from: 3, to: 3 }])).toEqual(["cases-expected-differ"]);
  });

  it("is a number without its case, whatever second cases there are, once nobody is keying it", () => {
    const withSecond = counted(4, "1", "2", "3", "3b");
    expect(dueOf(withSecond, [{ from: 4, to: 4 }])).toEqual([]);
    expect(dueOf(withSecond, [])).toEqual(["cases-expected-differ"]);
  });

  it("is of a gap only what nobody is keying, and its subject is that of the gap that will be left", () => {
    const gaps = (...underWay: CaseRange[]) =>
      markPremature(sixty, underWay).flatMap(({ finding, isPremature }) =>
        finding.rule === "number-gap" ? [[finding.subject, finding.params?.["numbers"], isPremature]] : [],
      );
    expect(gaps()).toEqual([["3–4", "3–4", false]]);
    expect(gaps({ from: 4, to: 9 })).toEqual([
      ["3–3", "3", false],
      ["4–4", "4", true],
    ]);
    const [first] = markPremature(sixty, [{ from: 4, to: 9 }]).filter(({ finding }) =>
      finding.rule.endsWith("gap"),
    );
    const { findings: later } = uncounted("1", "2", "4", "5");
    const [left] = later.filter(({ rule }) => rule === "number-gap");
    expect(left?.subject).toBe(first?.finding.subject);
    expect(left?.messageVi).toBe(first?.finding.messageVi);
  });

  it("is at once that there is more than the inventory says: no further case mends that", () => {
    const more = reconcileBook(
      { bookNumber: "01/2008", openingYear: 2008, expectedCases: 2, pages: 1 },
      ["1", "2", "3"].map(birth),
      [],
      2,
    );
    expect(dueOf(more, [{}])).toEqual(["cases-expected-differ", "pages-differ"]);
  });

  it("is everything while nothing but numbers behind the inventory is being keyed", () => {
    expect(due({ from: 900, to: 900 })).toEqual(due());
    expect(due({ from: 61 })).toEqual(due());
    // The last ones of the inventory, and the next one of a book that has more than it says.
    // The last ones of the inventory, and the next one of a book that has more than it says.
    expect(due({ from: 60 })).toEqual(["number-gap", "record-without-file"]);
    expect(dueOf(counted(4, "1", "2", "5"), [{ from: 6 }])).toEqual(["last-number-differs", "number-gap"]);
    expect(dueOf(counted(4, "1", "2", "5"), [{ from: 7 }])).toContain("cases-expected-differ");
  });

  it("is everything beside a batch far behind what is there, in a book that nobody has counted", () => {
    const book = uncounted("1", "2", "5");
    const dueIn = (...underWay: CaseRange[]) => dueOf(book, underWay);
    expect(dueIn({ from: 900 })).toEqual(dueIn());
    expect(dueIn({ from: 6, to: 20 })).not.toContain("last-number-differs");
    // One batch goes on where another ends.
    const [second, third] = [
      { from: 6, to: 20 },
      { from: 21, to: 40 },
    ];
    expect(dueIn(third)).toEqual(dueIn());
    expect(dueIn(third, second)).not.toContain("last-number-differs");
    expect(dueOf(uncounted(), [{}])).toEqual([]);
  });

  it("is at once a number behind the inventory", () => {
    expect(dueOf(counted(5, "1", "2", "6"), [{ from: 3, to: 5 }])).toEqual(["last-number-differs"]);
  });
});
