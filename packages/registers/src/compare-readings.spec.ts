import { describe, expect, it } from "vitest";
import {
  comparedFields,
  differenceKind,
  differingFields,
  isRespelling,
  isSameReading,
} from "./compare-readings.ts";
import type { FieldValue } from "./field-value.ts";
import { requiredFields } from "./record-type.ts";
import { getRecordType, recordTypes } from "./record-types.ts";

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
  it("holds required fields in every book type: an empty second keying is told as such", () => {
    for (const type of recordTypes)
      for (const keying of ["double-identity", "double-all"] as const) {
        const required = new Set(requiredFields(type).map(({ code }) => code));
        expect(comparedFields(type, keying).filter((code) => required.has(code))).not.toEqual([]);
      }
  });

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

describe("a mark is not mended by spelling", () => {
  const date = (raw: string) => written(raw, "01.03.2008");
  it.each<[string, FieldValue | undefined, FieldValue | undefined]>([
    ["another way to divide a date", date("1/3/2008"), written("01.03.2008")],
    ["a date that no rule reads", written("1-3 âm"), written("1.3 ÂM")],
    ["capitals", written("Trần Thị Hoa"), written("TRẦN THỊ HOA")],
    ["spaces and full stops", written("Trần Thị Hoa"), written(" Trần  Thị Hoa. ")],
    ["a word cut in two", written("Mai Lâm"), written("MaiLâm")],
    ["hyphens", written("A-lê-xây"), written("A lê xây")],
    ["apostrophes", written("H’Hen"), written("H'Hen")],
    ["the other Đ", written("Đỗ Thị An"), written("Ðỗ Thị An")],
    ["where the tone stands", written("Hoà"), written("Hòa")],
    ["decomposed letters", written("Hòa"), written("Hòa".normalize("NFD"))],
    ["a doubt", written("Hoa"), { raw: "Hoa", doubtful: true }],
    ["blank said of what was not keyed", undefined, { blank: true }],
    ["another reason why it cannot be read", { illegible: "torn" }, { illegible: "faded" }],
  ])("%s", (_what, one, other) => {
    expect(isRespelling(one, other)).toBe(true);
    expect(isRespelling(other, one)).toBe(true);
  });

  it.each<[string, FieldValue | undefined, FieldValue | undefined]>([
    ["a tone mark", written("Trần Thị Hoa"), written("Trần Thị Hòa")],
    ["an accent", written("Dung"), written("Dũng")],
    ["đ and d", written("Đung"), written("Dung")],
    ["another day", date("1/3/2008"), written("11.03.2008")],
    ["digits that part elsewhere", written("1 12"), written("11 2")],
    ["a zero in front", written("0123"), written("123")],
    ["filled", undefined, written("Hoa")],
    ["emptied", written("Hoa"), { blank: true }],
    ["cannot be read", written("Hoa"), { illegible: "torn", raw: "Hoa" }],
    ["could be read after all", { illegible: "torn" }, written("Hoa")],
  ])("but by another reading: %s", (_what, one, other) => {
    expect(isRespelling(one, other)).toBe(false);
    expect(isRespelling(other, one)).toBe(false);
  });
});
