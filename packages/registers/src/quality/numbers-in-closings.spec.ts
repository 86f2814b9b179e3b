import { describe, expect, it } from "vitest";
import { getRecordType } from "../record-types.ts";
import { plainBirth } from "../testing/index.ts";
import { numbersInClosing } from "./numbers-in-closings.ts";
import { reconcileBook } from "./reconcile-book.ts";

const record = (so: string, day: string, page: string, office = "UBND xã Mai Lâm") => ({
  id: `r-${so}`,
  bookId: "b-1",
  recordType: getRecordType("KS"),
  fields: {
    ...plainBirth,
    so: { raw: so },
    trangSo: { raw: page },
    noiDangKy: { raw: office },
    ngayDangKy: { raw: day, value: day.split(".").reverse().join("-") },
  },
});

describe("the numbers in the subject of a closed finding", () => {
  // Dates fall, a page is turned, a letter stands alone, offices and years are others, files too.
  const records = [
    record("1", "17.03.2008", "4"),
    record("2", "10.03.2008", "2"),
    record("3", "18.03.2008", "3", "UBND xã Khác"),
    record("4", "19.03.2008", "5", "UBND xã Khác"),
    record("9b", "20.03.2008", "6"),
    record("12", "20.03.2021", "7"),
  ];
  const office = { office: "UBND xã Mai Lâm", unitId: "u-1", units: new Map() };
  const book = {
    bookNumber: "01/2008",
    openingYear: 2008,
    expectedCases: 20,
    pages: 9,
    sameBooks: [{ bookNumber: "01/2008", office: "UBND xã Mai Lam" }],
    writtenBy: office,
  };
  const files = ["01", "02", "77"].map((number, at) => ({
    name: `KS.2008.01.2008-03-${at === 0 ? "16" : "10"}.${number}.pdf`,
    sha256: "a",
  }));
  const { findings } = reconcileBook(book, records, files, 3);

  it("are those of all cases that it is about, whatever the rule", () => {
    const rules = new Set(findings.map(({ rule }) => rule));
    for (const rule of [
      "cases-expected-differ",
      "date-falls",
      "entry-outside-book-years",
      "file-name-differs",
      "file-reused",
      "file-without-record",
      "number-gap",
      "number-out-of-order",
      "office-differs-from-book",
      "record-without-file",
      "suffix-alone",
    ])
      expect(rules).toContain(rule);
    for (const finding of findings) {
      const found = numbersInClosing(finding);
      expect(found, finding.rule).toBeDefined();
      // What has no case beside the gap is told, and nothing of the cases around it.
      if (finding.rule === "number-gap") expect(found).toEqual([]);
      else for (const id of finding.records) expect(found, finding.subject).toContain(id.slice(2));
    }
  });

  it.each([
    ["date-falls", "1/2008 17.03.2008, 2/2008 10.03.2008", ["1", "2"]],
    ["number-out-of-order", "1/2008 (4), 2/2008 (2)", ["1", "2"]],
    ["duplicate-registration", "7/2008, 7/2008", ["7", "7"]],
    // As it was written before: numbers alone, and capital letters.
    ["date-falls", "1/2008, 3B/2008", ["1", "3b"]],
    ["office-differs-from-book", "1–3/2008, 7b/2008: UBND xã 5 – UBND xã 9", ["1", "2", "3", "7b"]],
    ["file-reused", "KS.2008.01.2008-03-17.03b.pdf (KS.2008.01.2008-03-17.004.pdf)", ["3b", "4"]],
    [
      "file-name-differs",
      "so 1/KS.2008.01.2008-03-17.007.pdf (ngày đăng ký: 17.03.2008 – 18.03.2008)",
      ["7"],
    ],
    ["file-name-invalid", "bia.pdf", []],
    ["last-number-differs", "12/11", []],
  ])("%s: %s", (rule, subject, numbers) => {
    expect(numbersInClosing({ rule, subject })).toEqual(numbers);
  });

  it.each([
    ["office-differs-from-book", "1/2008, 3/2008, 5/20… 99/2008 (48): UBND xã 5 – UBND xã 9"],
    ["date-falls", "một, hai"],
    ["a-rule-of-before", "1/2008"],
  ])("may be any where nobody can tell: %s %s", (rule, subject) => {
    expect(numbersInClosing({ rule, subject })).toBeUndefined();
  });
});
