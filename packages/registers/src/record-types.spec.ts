import { describe, expect, it } from "vitest";
import { defineRecordType } from "./define-record-type.ts";
import { columnsOfRegister, findField, getField, layoutFields } from "./record-type.ts";
import { findRecordType, getRecordType, RecordTypeCode, recordTypes } from "./record-types.ts";

describe("record types", () => {
  it("have the columns of the known sheets", () => {
    const columns = {
      KS: 60,
      KH: 44,
      KT: 48,
      CMC: 50,
      HN: 35,
    };
    const codes = recordTypes.map(({ code }) => code);
    expect(codes.filter((code) => code in columns)).toEqual(Object.keys(columns));
    for (const [code, count] of Object.entries(columns))
      expect(getRecordType(code).layouts["legacy"]?.codes).toHaveLength(count);
    expect(getRecordType("KS").layouts["2024"]?.codes).toHaveLength(70);
  });

  it("know their office, number, book and date", () => {
    expect(columnsOfRegister(getRecordType("HN"))).toEqual({
      number: "so",
      book: "quyenSo",
      page: "trangSo",
      date: "ngayDangKy",
      office: "noiCap",
    });
    expect(getRecordType("KS").naturalKey).toEqual(["noiDangKy", "quyenSo", "so"]);
  });

  it("are found by code, and unknown codes are refused", () => {
    expect(findRecordType("XX")).toBeUndefined();
    expect(() => getRecordType("XX")).toThrow(RangeError);
    expect(RecordTypeCode.safeParse("KT").success).toBe(true);
    expect(RecordTypeCode.safeParse("XX").success).toBe(false);
  });

  it("give fields by code and in the order of a sheet", () => {
    const ks = getRecordType("KS");
    expect(getField(ks, "nksHoTen")).toMatchObject({
      label_vi: "Họ tên (người được khai sinh)",
      type: "personName",
    });
    expect(findField(ks, "voHoTen")).toBeUndefined();
    expect(() => getField(ks, "voHoTen")).toThrow(RangeError);
    expect(layoutFields(ks, "2024").at(0)?.code).toBe("STT");
    expect(() => layoutFields(ks, "1999")).toThrow(RangeError);
  });

  it("point only at their own fields, in persons and facts", () => {
    for (const recordType of recordTypes) {
      const named = JSON.stringify(recordType.facts).match(/"[a-z]{2,}[A-Z]\w+"(?!:)/gu) ?? [];
      const roles = recordType.persons.map(({ role }) => role);
      const lost = named
        .map((text) => text.slice(1, -1))
        .filter((code) => !findField(recordType, code) && !roles.includes(code));
      expect(lost).toEqual([]);
    }
  });

  it("survive as JSON", () => {
    for (const recordType of recordTypes) {
      expect(defineRecordType(JSON.parse(JSON.stringify(recordType)))).toEqual(recordType);
    }
  });
});
