import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defineRecordType } from "./define-record-type.ts";
import type { FieldValues } from "./field-value.ts";
import { detectLayout, matchHeader } from "./headers.ts";
import { normaliseField } from "./normalise-field.ts";
import { applyRules } from "./quality/apply-rules.ts";
import { checkBook } from "./quality/check-book.ts";
import { columnsOfRegister, findField } from "./record-type.ts";
import type { RecordType } from "./record-type-schema.ts";
import { recordTypes } from "./record-types.ts";
import { parseScanFileName } from "./scan-file-name.ts";
import data from "./testing/guardianship.json" with { type: "json" };

const { fields, sample: cells } = data;

const field = (code: string, type: string, more: object = {}) => ({
  code,
  label_vi: code,
  label_en: code,
  type,
  maxLength: 255,
  required: false,
  group: "basic",
  ...more,
});

const guardianship = defineRecordType(data);
const others = recordTypes.filter(({ code }) => code !== guardianship.code);

const keyed = (recordType: RecordType, cells: Record<string, string>): FieldValues => {
  const values: FieldValues = {};
  for (const [code, text] of Object.entries(cells)) {
    const found = findField(recordType, code);
    const value = found && normaliseField(found, text).value;
    if (value !== undefined) values[code] = value;
  }
  return values;
};

describe("a book type added as data", () => {
  it("normalises and passes the rules", () => {
    const values = keyed(guardianship, cells);
    expect(values.so).toEqual({ raw: "004/2009", value: "4/2009" });
    expect(values.ghDanToc).toEqual({ raw: "tày", value: "Tày" });
    expect(applyRules({ recordType: guardianship, fields: values })).toEqual([]);
  });

  it("is held to the rules", () => {
    const rules = (changes: Record<string, string>) =>
      applyRules({ recordType: guardianship, fields: keyed(guardianship, { ...cells, ...changes }) }).map(
        ({ rule }) => rule,
      );
    expect(rules({ dghGioiTinh: "2" })).toEqual(["middle-name-sex-hint"]);
    expect(rules({ so: "4/2010" })).toEqual(["number-year-differs"]);
    expect(rules({ dghNgaySinh: "2010" })).toEqual(["birth-after-registration"]);
    expect(rules({ dghNgaySinh: "1965" })).toEqual(["parent-age-implausible"]);
    expect(rules({ dghHoTen: "" })).toEqual(["required-missing"]);
  });

  it("has layouts, headers, file names and books", () => {
    const headers = fields.map(({ code }) => code);
    expect(detectLayout(headers, [...others, guardianship])?.recordType).toBe(guardianship);
    expect(matchHeader(guardianship, "HoTenNguoiGiamHo")).toBe("ghHoTen");
    expect(parseScanFileName("GH.2009.01.2009-05-05.04.pdf", (code) => code === "GH").name?.recordType).toBe(
      "GH",
    );
    const row = (id: string) => ({ id, recordType: guardianship, fields: keyed(guardianship, cells) });
    const files = [{ name: "GH.2009.01.2009-05-05.04.pdf" }];
    expect(checkBook([row("a"), row("b")], { files }).map(({ rule }) => rule)).toContain(
      "duplicate-registration",
    );
  });

  it("has the day of registration where its data says so, whatever dates stand before it", () => {
    const all = [field("x", "fullDate"), ...fields];
    const layouts = { legacy: { codes: all.map(({ code }) => code), confidence: "D" } };
    expect(columnsOfRegister(defineRecordType({ ...data, layouts, fields: all })).date).toBe("ngayQuyetDinh");
  });

  it("is refused when its data does not hang together", () => {
    const broken = [
      { ...data, officeField: "khongCo" },
      { ...data, dateField: "khongCo" },
      { ...data, dateField: "dghNgaySinh" },
      { ...data, layouts: { legacy: { codes: ["khongCo"], confidence: "D" } } },
      { ...data, fields: [...fields, field("quyenSo", "text")] },
      { ...data, fields: [...fields, field("x", "code")] },
      { ...data, fields: [...fields, field("x", "code", { codeTable: "khongCo" })] },
      { ...data, fields: [...fields, field("x", "poem")] },
      { ...data, persons: [{ ...data.persons[0], birth: "khongCo" }] },
      { ...data, code: "gh" },
      { ...data, facts: { signatory: { name: "khongCo", position: "so" } } },
      { ...data, facts: { couple: { husband: "khongCo", wife: "ward" } } },
      { ...data, facts: { parentage: [{ parent: "guardian", child: "ward", limit: "khongCo" }] } },
      { ...data, groups: { khongCo: { label_vi: "Không có", label_en: "None" } } },
      { ...data, fields: fields.filter(({ code }) => code !== "so"), naturalKey: ["quyenSo"], sample: {} },
    ];
    for (const one of broken) expect(() => defineRecordType(one)).toThrow();
  });

  it("works for any set of further columns", () => {
    const codes = fc.uniqueArray(fc.stringMatching(/^x[A-Za-z]{3,10}$/u), {
      maxLength: 20,
      selector: (code) => code.toLowerCase(),
    });
    const types = fc.constantFrom(
      "fullDate",
      "partialDate",
      "personName",
      "place",
      "idNumber",
      "time",
      "text",
      "integer",
    );
    fc.assert(
      fc.property(codes, types, fc.string(), (more, type, text) => {
        const all = [...fields, ...more.map((code) => field(code, type))];
        const layouts = { legacy: { codes: all.map(({ code }) => code), confidence: "D" } };
        const recordType = defineRecordType({ ...data, layouts, fields: all });
        const values = keyed(recordType, {
          ...cells,
          ...Object.fromEntries(more.map((code) => [code, text])),
        });
        for (const { fields: at } of applyRules({ recordType, fields: values }))
          expect(more).toContain(at[0]);
        expect(detectLayout(layouts.legacy.codes, [recordType])?.missing).toEqual([]);
      }),
    );
  });
});
