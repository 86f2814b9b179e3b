import { getRecordType, type OriginalValue, withValues } from "@sogoc/registers";
import { describe, expect, it } from "vitest";
import { birthFields } from "../testing/birth.ts";
import { readImportRow } from "./import-row.ts";

const answer = { rule: "parent-young", fields: ["meNgaySinh", "nksNgaySinh"], reason: "sổ ghi vậy" };
const given = withValues([answer], birthFields({ meNgaySinh: { raw: "2005" } }));
const values: OriginalValue[] = [];

/** What is left of the reasons that the file keeps, for a row whose cells hold this. */
const answersOf = (answers: typeof given | (typeof answer)[], cells: Readonly<Record<string, string>>) => {
  const all: Record<string, string> = { so: "7", quyenSo: "01/2008", nksNgaySinh: "01.03.2008", ...cells };
  const codes = Object.keys(all);
  const source = {
    sheet: "DL Import",
    row: 2,
    cells: codes.map((code) => ({ text: all[code] ?? "", kind: "text" as const })),
  };
  const originalSheetRows = new Map([["01/2008|7", { values, facts: { answers } }]]);
  return readImportRow(source, codes, getRecordType("KS"), originalSheetRows).facts?.answers;
};

describe("a reason that an exported workbook keeps", () => {
  it("is one for what its cells still hold", () => {
    expect(answersOf(given, { meNgaySinh: "2005" })).toEqual([answer]);
  });

  it("is none for a cell that was changed in the file, or emptied", () => {
    expect(answersOf(given, { meNgaySinh: "2006" })).toEqual([]);
    expect(answersOf(given, { meNgaySinh: "" })).toEqual([]);
    expect(answersOf(given, { meNgaySinh: "2005", nksNgaySinh: "02.03.2008" })).toEqual([]);
  });

  it("is none where the file does not say what it was given for", () => {
    expect(answersOf([answer], { meNgaySinh: "2005" })).toEqual([]);
  });
});
