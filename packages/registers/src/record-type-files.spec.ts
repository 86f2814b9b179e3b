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

  it("is refused where two files mean one code or one prefix of file names", () => {
    add("gh.json", guardianship);
    add("again.json", { ...guardianship, filePrefix: "GB" });
    expect(codes).toThrow("code GH");
    add("again.json", { ...guardianship, code: "GB" });
    expect(codes).toThrow("filePrefix GH");
  });
});
