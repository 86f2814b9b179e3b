import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FieldValue,
  FieldValues,
  isWritten,
  normalisedText,
  normalisedTexts,
  writtenText,
} from "./field-value.ts";
import { normaliseField } from "./normalise-field.ts";
import { parsePartialDate } from "./partial-date.ts";
import { getField } from "./record-type.ts";
import { getRecordType, recordTypes } from "./record-types.ts";

const read = (type: string, code: string, text: string) =>
  normaliseField(getField(getRecordType(type), code), text);

describe("normalising", () => {
  it.each([
    ["so", "007/2008", "7/2008"],
    ["quyenSo", "2/2008", "02/2008"],
    ["trangSo", "007", "7"],
    ["ngayDangKy", "3/9/2008", "2008-09-03"],
    ["meNgaySinh", "05.1978", "1978-05"],
    ["loaiDangKy", "01", "1"],
    ["nksGioiTinh", "nữ", "2"],
    ["nksDanToc", "ba-na", "Ba Na"],
    ["nksQuocTich", "Hoa Kỳ", "Hoa Kỳ (American)"],
    ["nksHoTen", "Nguyễn   Thị   Thử", "Nguyễn Thị Thử"],
    ["nycSoGiayToTuyThan", "320 000 001", "320000001"],
    ["noiDangKy", "UBND\nxã Mẫu", "UBND xã Mẫu"],
  ])("%s %s", (code, raw, value) => {
    expect(read("KS", code, ` ${raw} `)).toEqual({ value: { raw, value }, problems: [] });
  });

  it("leaves the value out when it equals the text on paper", () => {
    expect(read("KS", "meNgaySinh", "1978").value).toEqual({ raw: "1978" });
    expect(read("KT", "nktGioPhutChet", "7h5").value).toEqual({ raw: "7h5", value: "07:05" });
  });

  it("keeps what it cannot read, and says so", () => {
    const { value, problems } = read("KS", "nksNgaySinh", "31.02.2008");
    expect(value).toEqual({ raw: "31.02.2008" });
    expect(problems).toMatchObject([
      {
        rule: "date-invalid",
        severity: "error",
        fields: ["nksNgaySinh"],
        messageVi: "Ngày sinh (người được khai sinh) “31.02.2008” không phải là ngày hợp lệ.",
        messageEn: 'Date of birth (child) "31.02.2008" is not a valid date.',
      },
    ]);
    expect(read("KS", "meNgaySinh", "khoảng 45 tuổi")).toEqual({
      value: { raw: "khoảng 45 tuổi" },
      problems: [],
    });
  });

  it("has no value for an empty cell", () => {
    expect(read("KS", "nksHoTen", " \u00a0 ")).toEqual({ value: undefined, problems: [] });
  });

  it("never throws, keeps the text, invents nothing, and settles at once", () => {
    const fields = fc.constantFrom(...recordTypes.flatMap(({ fields: all }) => all));
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string(),
      fc.stringMatching(/^[0-9./ -]{1,12}$/u),
    );
    fc.assert(
      fc.property(fields, texts, (field, text) => {
        const { value } = normaliseField(field, text);
        const raw = text.normalize("NFC").trim();
        expect(writtenText(value)).toBe(raw === "" ? undefined : raw);
        if (value === undefined || !isWritten(value)) return;
        expect(FieldValue.parse(value)).toEqual(value);
        const normal = normalisedText(value) ?? "";
        if (field.type === "partialDate" || field.type === "fullDate") {
          expect(parsePartialDate(normal)).toEqual(parsePartialDate(raw));
        }
        const again = normaliseField(field, normal).value;
        if (normal.trim() !== "") expect(normalisedText(again)).toBe(normal.trim());
      }),
      { numRuns: 1000 },
    );
  });
});

describe("field values", () => {
  it("are written, blank or illegible, and nothing else", () => {
    const good = [
      { raw: "a" },
      { raw: "1/2", value: "2", doubtful: true },
      { blank: true },
      { illegible: "torn" },
      { illegible: "faded", raw: "Ngu" },
    ];
    const bad = [
      {},
      { raw: 1 },
      { blank: false },
      { illegible: "eaten" },
      { raw: "a", blank: true },
      { raw: "a", doubtful: false },
    ];
    for (const value of good) expect(FieldValue.safeParse(value).success).toBe(true);
    for (const value of bad) expect(FieldValue.safeParse(value).success).toBe(false);
  });

  it("tell their texts", () => {
    const fields = FieldValues.parse({
      a: { raw: "1/9/1981", value: "1981-09-01" },
      b: { blank: true },
      c: { illegible: "torn", raw: "Ngu" },
      d: { raw: "Thử" },
    });
    expect(normalisedTexts(fields)).toEqual({ a: "1981-09-01", d: "Thử" });
    expect([fields.a, fields.b, fields.c].map(writtenText)).toEqual(["1/9/1981", undefined, "Ngu"]);
  });
});
