import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readRecordTypes } from "./record-type-files.ts";
import guardianship from "./testing/guardianship.json" with { type: "json" };

describe("the folder of book types", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sogoc-book-types-"));
    for (const name of ["ks.json", "kh.json", "kt.json", "cmc.json", "hn.json"])
      copyFileSync(new URL(`../data/record-types/${name}`, import.meta.url), join(folder, name));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const codes = () => readRecordTypes(pathToFileURL(`${folder}/`)).map(({ code }) => code);
  const add = (name: string, data: object) => writeFileSync(join(folder, name), JSON.stringify(data));

  it("holds the ministry's five in its order, and one more by a file that is added", () => {
    expect(codes()).toEqual(["KS", "KH", "KT", "CMC", "HN"]);
    add("gh.json", guardianship);
    expect(codes()).toEqual(["KS", "KH", "KT", "CMC", "HN", "GH"]);
    add("gh.json", { ...guardianship, order: 1.5 });
    expect(codes()).toEqual(["KS", "GH", "KH", "KT", "CMC", "HN"]);
  });

  const [ward, ...columns] = guardianship.fields.toReversed();
  const person = guardianship.persons[0];
  const without = (code: string) => ({
    legacy: {
      codes: guardianship.layouts.legacy.codes.filter((name) => name !== code),
      confidence: "D",
    },
  });
  it.each<[string, object, string]>([
    ["a fact", { facts: { parentge: guardianship.facts.parentage } }, '"parentge"'],
    ["a member of a fact", { facts: { couple: { husband: "guardian", wfe: "ward" } } }, "facts.couple"],
    ["a column of a person", { persons: [{ ...person, nationalty: "so" }] }, '"nationalty"'],
    ["a member of a paper", { persons: [{ ...person, paper: { type: "so", nmber: "so" } }] }, '"nmber"'],
    ["another name of a column", { fields: [{ ...ward, aliasses: ["x"] }, ...columns] }, '"aliasses"'],
    ["a text of a column", { fields: [{ ...ward, labl_vi: "Ngày" }, ...columns] }, '"labl_vi"'],
    [
      "a demand twice",
      { fields: [{ ...ward, requierd: true }, ...columns] },
      'fields.0: Unrecognized key: "requierd"',
    ],
    ["a group", { fields: [{ ...ward, group: "adoptd" }, ...columns] }, "unknown group adoptd"],
    ["a member of a layout", { layouts: { legacy: { ...without("").legacy, sheat: "x" } } }, '"sheat"'],
    ["a member of a group", { groups: { ward: { label_vi: "x", label_en: "x", lable: "x" } } }, '"lable"'],
    ["a member of the type", { subjectFeilds: ["so"] }, '"subjectFeilds"'],
    ["a column that its layout leaves out", { layouts: without("dghGioiTinh") }, "dghGioiTinh"],
    [
      "a column in a sheet that has none",
      { fields: [{ ...ward, inNoSheet: true }, ...columns] },
      "dghNgaySinh",
    ],
    [
      "a hint at no column",
      { layouts: { legacy: { ...without("").legacy, headersWithHint: { dghGioTinh: "x" } } } },
      "dghGioTinh",
    ],
    [
      "a code that its table does not have",
      { facts: { purpose: { kind: "dghGioiTinh", other: "9", text: "ghHoTen" } } },
      "unknown value of dghGioiTinh 9",
    ],
  ])("refuses what is misspelt by file and place: %s", (_, part, place) => {
    add("gh.json", { ...guardianship, ...part });
    expect(codes).toThrow(/^gh\.json: /);
    expect(codes).toThrow(place);
  });

  it("is refused where two files mean one code or one prefix of file names", () => {
    add("gh.json", guardianship);
    add("again.json", { ...guardianship, filePrefix: "GB" });
    expect(codes).toThrow("code GH");
    add("again.json", { ...guardianship, code: "GB" });
    expect(codes).toThrow("filePrefix GH");
  });
});
