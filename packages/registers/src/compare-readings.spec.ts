import { describe, expect, it } from "vitest";
import { comparedFields, differenceKind, differingFields, isSameReading } from "./compare-readings.ts";
import { getRecordType } from "./record-types.ts";

const written = (raw: string, value?: string) => (value === undefined ? { raw } : { raw, value });

describe("the same reading", () => {
  it.each([
    ["Nguyễn Văn An", "NGUYỄN VĂN AN"],
    ["xã  Mai Lâm ", "Xã Mai Lâm"],
    ["Hoà", "Hòa"],
    ["Trần".normalize("NFD"), "Trần"],
  ])("%s is %s", (a, b) => {
    expect(isSameReading(written(a), written(b))).toBe(true);
  });

  it("goes by the normalised value where there is one", () => {
    expect(isSameReading(written("1/3/2008", "01.03.2008"), written("01.03.2008"))).toBe(true);
  });

  it("finds blank in the book and not keyed alike, and unreadable different from both", () => {
    expect(isSameReading(undefined, { blank: true })).toBe(true);
    expect(isSameReading({ illegible: "torn" }, { blank: true })).toBe(false);
    expect(isSameReading({ illegible: "torn" }, { illegible: "faded" })).toBe(true);
    expect(isSameReading({ illegible: "torn", raw: "Ngu" }, { illegible: "torn" })).toBe(false);
    expect(isSameReading({ illegible: "torn", raw: "An" }, written("An"))).toBe(false);
  });
});

describe("what kind of difference", () => {
  it.each([
    ["Nguyễn Văn Toàn", "Nguyễn Văn Toán", "tones"],
    ["Lê Thị Đào", "Lê Thị Dao", "tones"],
    ["Nguyễn Văn An", "Nguyễn Văn Ân Ân", "other"],
    ["01.03.2008", "07.03.2008", "other"],
  ] as const)("%s / %s: %s", (a, b, kind) => {
    expect(differenceKind(written(a), written(b))).toBe(kind);
  });

  it("tells an empty one and an unreadable one", () => {
    expect(differenceKind(undefined, written("An"))).toBe("empty");
    expect(differenceKind({ illegible: "faded" }, written("An"))).toBe("illegible");
  });
});

describe("what is keyed twice", () => {
  const birth = getRecordType("KS");

  it("is nothing, names and dates and numbers, or everything but the address", () => {
    expect(comparedFields(birth, "single")).toEqual([]);
    const identity = comparedFields(birth, "double-identity");
    expect(identity).toEqual(expect.arrayContaining(["nksHoTen", "nksNgaySinh", "ngayDangKy", "meHoTen"]));
    expect(identity).not.toContain("nksNoiSinh");
    const all = comparedFields(birth, "double-all");
    expect(all).toHaveLength(birth.fields.length - 2);
    expect(all).not.toContain("so");
    expect(all).not.toContain("quyenSo");
  });

  it("names the columns that differ", () => {
    const first = { a: written("1"), b: written("x"), c: written("y") };
    const second = { a: written("1"), b: written("z") };
    expect(differingFields(["a", "b", "c", "d"], first, second)).toEqual(["b", "c"]);
  });
});
