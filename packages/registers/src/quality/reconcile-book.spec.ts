import { describe, expect, it } from "vitest";
import { qualityRules } from "../finding.ts";
import { getRecordType } from "../record-types.ts";
import { type BookRecord, toBookRecord } from "./book-record.ts";
import { checkBook } from "./check-book.ts";
import { reconcileBook } from "./reconcile-book.ts";
import { sampleFields } from "./sample-records.ts";

const birth = (id: string, so: string, ngayDangKy = "03.09.2008"): BookRecord => ({
  id,
  recordType: getRecordType("KS"),
  fields: sampleFields("KS", { so, ngayDangKy }),
});
const book = { bookNumber: "01/2008", openingYear: 2008, expectedCases: 2, pages: 2 };
const file = (so: string) => ({ name: `KS.2008.01.2008-09-03.${so}.pdf`, sha256: so.repeat(32), pages: 1 });

describe("reconciling a book", () => {
  it("finds nothing where five counts agree", () => {
    const { counts, findings } = reconcileBook(
      book,
      [birth("a", "1"), birth("b", "2")],
      [file("01"), file("02")],
      2,
    );
    expect(findings).toEqual([]);
    expect(counts).toEqual({
      expected: 2,
      records: 2,
      ownNumbers: 2,
      lastNumber: 2,
      pages: 2,
      scannedPages: 2,
      files: 2,
    });
  });

  it("names each disagreement by its rule and what it is about", () => {
    const records = [birth("a", "1"), birth("b", "4", "03.09.2011"), birth("c", "4", "03.09.2011")];
    const { findings } = reconcileBook({ ...book, pages: 5 }, records, [file("01"), file("02")], 2);
    expect(findings.map(({ rule, subject }) => [rule, subject])).toEqual(
      expect.arrayContaining([
        ["cases-expected-differ", "2/3"],
        ["last-number-differs", "4/3"],
        ["pages-differ", "5/2"],
        ["duplicate-registration", "4/2011, 4/2011"],
        ["entry-outside-book-years", "4/2011"],
        ["file-without-record", "KS.2008.01.2008-09-03.02.pdf"],
        ["record-without-file", "4/2011"],
      ]),
    );
    for (const { messageVi, messageEn } of findings) {
      expect(`${messageVi} ${messageEn}`).not.toMatch(/[{}]|undefined/u);
    }
  });

  it.each([
    ["goes on through the years", ["1", "2", "3/2009"], 3],
    ["begins again in the second", ["1", "2", "1/2009"], 3],
    ["begins again and misses its first", ["1", "2", "2/2009"], 4],
  ])("knows the last number where numbering %s", (_name, numbers, last) => {
    const records = numbers.map((so) => birth(so, so, `03.09.${so.split("/")[1] ?? "2008"}`));
    const { counts } = reconcileBook({ ...book, expectedCases: 3 }, records, [], 0);
    expect(counts).toMatchObject({ records: 3, lastNumber: last });
  });

  it("names a gap by its numbers", () => {
    const { findings } = reconcileBook(
      { ...book, expectedCases: 2 },
      [birth("a", "1"), birth("b", "5")],
      [],
      0,
    );
    expect(findings.map(({ rule, subject }) => [rule, subject])).toEqual([
      ["last-number-differs", "5/2"],
      ["number-gap", "2–4"],
    ]);
  });

  it.each([
    ["however a case writes its office", "2", { noiDangKy: "UBND xã Mai Lam" }],
    ["whatever book a case names", "2", { quyenSo: "02/2008" }],
  ])("takes the cases of one registered book as one book, %s", (_, number, written) => {
    const one = (id: string, so: string, other = {}) =>
      toBookRecord({
        id,
        bookId: "b-1",
        recordType: "KS",
        bookNumber: "01/2008",
        number: so,
        fields: sampleFields("KS", { so, ngayDangKy: "03.09.2008", ...other }),
        duplicate: false,
      });
    const records = [one("a", "1"), one("b", number, written), one("c", "3")];
    expect(reconcileBook({ ...book, expectedCases: 3 }, records, [], 0).findings).toEqual([]);
  });

  it("takes a second case under one number for what a person confirmed it to be", () => {
    const one = (id: string, number: string, so: string, duplicate: boolean) =>
      toBookRecord({
        id,
        bookId: "b-1",
        recordType: "KS",
        bookNumber: "01/2008",
        number,
        fields: sampleFields("KS", { so, ngayDangKy: "03.09.2008" }),
        duplicate,
      });
    const records = [one("a", "1", "1", false), one("b", "1b", "1", true)];
    const owed = (expectedCases: number) =>
      reconcileBook({ ...book, expectedCases }, records, [], 0).findings.map((found) => found.subject);
    // It is beside what the inventory counts, and stands for no number that has no case.
    expect(owed(1)).toEqual([]);
    expect(owed(2)).toEqual(["2/1"]);
    expect(reconcileBook(book, records, [], 0).counts).toMatchObject({ records: 2, ownNumbers: 1 });
    expect(checkBook(records)).toEqual([]);
  });

  it("tells of another book that may be the same one", () => {
    const sameBooks = [{ bookNumber: "01/2008", office: "UBND xã Ea H’leo" }];
    const { findings } = reconcileBook({ ...book, sameBooks }, [birth("a", "1")], [], 0);
    expect(findings.map(({ rule, subject }) => [rule, subject])).toContainEqual([
      "book-registered-twice",
      "01/2008/UBND xã Ea H’leo",
    ]);
  });

  it("tries every rule of its scope above", () => {
    expect(qualityRules.filter(({ scope }) => scope === "reconciliation").map(({ id }) => id)).toEqual([
      "cases-expected-differ",
      "last-number-differs",
      "pages-differ",
      "entry-outside-book-years",
      "office-differs-from-book",
      "office-not-there",
      "book-registered-twice",
    ]);
  });
});
