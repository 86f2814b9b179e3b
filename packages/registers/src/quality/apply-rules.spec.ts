import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FieldValue } from "../field-value.ts";
import { blocksStorage, qualityRules } from "../finding.ts";
import { getRecordType, recordTypes } from "../record-types.ts";
import { applyRules } from "./apply-rules.ts";
import { places, type RecordRuleCase, recordRuleCases } from "./record-rule-cases.ts";
import { type Cells, sampleFields } from "./sample-records.ts";

const rulesOf = (one: RecordRuleCase, changes: Cells): string[] => {
  const { type, book, places: known } = one;
  return applyRules({
    recordType: getRecordType(type),
    fields: sampleFields(type, changes),
    ...(book === undefined ? {} : { book }),
    ...(known === undefined ? {} : { places: known }),
  }).map(({ rule }) => rule);
};

describe("rules of one record", () => {
  it.each(recordTypes.map(({ code }) => code))("have nothing to say about the %s sample", (type) => {
    expect(applyRules({ recordType: getRecordType(type), fields: sampleFields(type) })).toEqual([]);
  });

  it.each(
    recordRuleCases.map((one) => [`${one.rule} ${one.type} ${JSON.stringify(one.fires)}`, one] as const),
  )("%s", (_, one) => {
    expect(rulesOf(one, one.fires)).toContain(one.rule);
    expect(rulesOf(one, one.silent)).not.toContain(one.rule);
  });

  it("are all tried from both sides", () => {
    const tried = new Set(recordRuleCases.map(({ rule }) => rule));
    const expected = qualityRules.filter(({ scope }) => scope === "record").map(({ id }) => id);
    expect([...tried].sort()).toEqual([...expected].sort());
  });

  it("leave no hole in a message", () => {
    for (const one of recordRuleCases) {
      const input = {
        recordType: getRecordType(one.type),
        fields: sampleFields(one.type, one.fires),
        places,
      };
      for (const { messageVi, messageEn } of applyRules(input)) {
        expect(`${messageVi} ${messageEn}`).not.toMatch(/[{}]|undefined|""|“”/u);
      }
    }
  });
});

describe("severity", () => {
  const check = (type: string, changes: Cells) =>
    applyRules({ recordType: getRecordType(type), fields: sampleFields(type, changes) });

  it("of a missing value is only told once the book is said to be blank", () => {
    expect(check("KS", { nksHoTen: undefined })).toMatchObject([
      { rule: "required-missing", severity: "error" },
    ]);
    expect(check("KS", { nksHoTen: { blank: true } })).toMatchObject([{ severity: "info" }]);
  });

  it("of a date just after the phase is a warning, further out an error", () => {
    const at = (ngayDangKy: string) =>
      check("HN", { so: "9", quyenSo: "01/2015", ngayDangKy, nxnThoiGianCuTruDen: "2008" });
    expect(at("08.01.2016")).toMatchObject([
      { rule: "registration-date-outside-phase", severity: "warning" },
    ]);
    expect(at("10.01.2017").map(({ severity }) => severity)).toContain("error");
  });

  it("blocks storage only for what cannot be found again or would break the store", () => {
    const blocked = (changes: Cells) => check("KS", changes).some(blocksStorage);
    expect(blocked({ so: undefined })).toBe(true);
    expect(blocked({ quyenSo: { blank: true } })).toBe(true);
    expect(blocked({ so: "?" })).toBe(true);
    expect(blocked({ ghiChu: "a\u0007" })).toBe(true);
    expect(blocked({ nksHoTen: undefined, ngayDangKy: "31.02.2008", nksDanToc: "Kin" })).toBe(false);
  });
});

describe("applyRules", () => {
  it("never throws, whatever the fields hold", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("31.02.2008", "12/2008", "Thử", "", "1", "constructor", "__proto__"),
    );
    const value = fc.oneof(
      fc.record({ raw: text }),
      fc.record({ raw: text, value: text }),
      fc.constant<FieldValue>({ blank: true }),
      fc.record({ illegible: fc.constant("torn" as const), raw: text }),
    );
    const input = fc.constantFrom(...recordTypes).chain((recordType) =>
      fc.record({
        recordType: fc.constant(recordType),
        fields: fc.dictionary(fc.constantFrom(...recordType.fields.map(({ code }) => code)), value),
      }),
    );
    fc.assert(
      fc.property(input, (record) => applyRules(record).every((one) => one.messageVi !== "")),
      {
        numRuns: 300,
      },
    );
  });
});
