import fc from "fast-check";
import { expect, it } from "vitest";
import { getCodeTable } from "../code-tables.ts";
import type { FieldValue, FieldValues } from "../field-value.ts";
import { type Finding, qualityRules } from "../finding.ts";
import { normaliseField } from "../normalise-field.ts";
import type { Field, RecordType } from "../record-type-schema.ts";
import { getRecordType, recordTypes } from "../record-types.ts";
import { applyRules } from "./apply-rules.ts";
import { recordRuleCases } from "./record-rule-cases.ts";
import type { BookContext, PlaceResolvers } from "./record-view.ts";
import { sampleFields } from "./sample-records.ts";

/**
 * An answer to a finding is void once a column changes that the finding names. So whatever column
 * makes a rule say something else, or nothing, has to be named: found by changing every column of
 * cases that trigger it, and not by what the rule says of itself.
 */

/** Places that are there or not by the day, so that the day is read. */
const places: PlaceResolvers = {
  office: (name, on) => name.includes("Mẫu") && on >= "2000",
  province: (name, on) => name !== "Tỉnh Mới" && on >= "1960",
};

const dates = [
  "1890",
  "1950",
  "05.06.1985",
  "1998",
  "04.07.2008",
  "03.09.2008",
  "07.09.2008",
  "2012",
  "02.03.2019",
];
const people = ["Nguyễn Văn Hoà", "Trần Thị Hòa", "Lê Mai"];
const numbers = ["083082000001", "083182000001", "320000001", "999999999999", "AB12"];
const words: Readonly<Record<Field["type"], readonly string[]>> = {
  registerNumber: ["12/2018", "7", "7b/2008"],
  bookNumber: ["01/2003", "01/2008", "02/2017"],
  pageNumber: ["3"],
  fullDate: dates,
  partialDate: dates,
  code: [],
  listName: ["Kinh", "Người nước ngoài", "Việt Nam", "Pháp", "Không có thông tin"],
  time: ["05:30"],
  personName: people,
  place: ["Tỉnh Mới", "UBND xã Mẫu Một", "Xã Hoà An"],
  orgName: ["UBND xã Khác", "UBND xã Mẫu Một", "Công an tỉnh Hòa Bình"],
  idNumber: numbers,
  integer: ["3"],
  text: ["mười hai tháng ba năm hai nghìn không trăm linh tám", "khác"],
};

/** What a column may hold instead; undefined takes it away. */
const valuesFor = (type: RecordType, field: Field): readonly (FieldValue | undefined)[] => {
  const codes = field.codeTable === undefined ? [] : getCodeTable(field.codeTable).entries.slice(0, 14);
  const texts = [...words[field.type], ...codes.map(({ code }) => code)];
  const sample = type.sample[field.code];
  const keyed = [...texts, ...(sample === undefined ? [] : [sample])].map(
    (text) => normaliseField(field, text).value,
  );
  return [undefined, { blank: true }, { illegible: "torn" }, ...keyed];
};

const withValue = (fields: FieldValues, code: string, value: FieldValue | undefined): FieldValues => {
  const next = { ...fields };
  if (value === undefined) delete next[code];
  else next[code] = value;
  return next;
};

const told = ({ rule, severity, messageVi }: Finding) => `${rule} ${severity} ${messageVi}`;
const isOf = (one: Finding, other: Finding): boolean =>
  one.rule === other.rule && one.fields.join() === other.fields.join();

/** Columns that change what a finding says, or end it, and that it does not name. */
const unnamed = (type: RecordType, fields: FieldValues, book: BookContext | undefined): string[] => {
  const check = (values: FieldValues) => applyRules({ recordType: type, fields: values, places, book });
  const findings = check(fields);
  const faults = new Set<string>();
  if (findings.length === 0) return [];
  for (const field of type.fields) {
    const open = findings.filter((one) => !one.fields.includes(field.code));
    if (open.length === 0) continue;
    for (const value of valuesFor(type, field)) {
      const now = check(withValue(fields, field.code, value));
      const count = (list: readonly Finding[], rule: string) =>
        list.filter((one) => one.rule === rule).length;
      for (const finding of open) {
        const same = now.find((one) => isOf(one, finding) && told(one) === told(finding));
        // A rule that speaks of other columns now has another finding, which wants another answer.
        const isElsewhere =
          !now.some((one) => isOf(one, finding)) && count(now, finding.rule) >= count(findings, finding.rule);
        if (!same && !isElsewhere)
          faults.add(`${type.code} ${finding.rule} [${finding.fields}] reads ${field.code}`);
      }
    }
  }
  return [...faults];
};

it.each(recordRuleCases.map((one) => [`${one.rule} ${one.type} ${JSON.stringify(one.fires)}`, one] as const))(
  "%s",
  (_, { type, fires, book }) => {
    expect(unnamed(getRecordType(type), sampleFields(type, fires), book)).toEqual([]);
  },
);

const seen = new Set<string>();

it.each(recordTypes.map((type) => [type.code, type] as const))(
  "%s: whatever a rule finds in it, by all columns that it looked at",
  (code, type) => {
    const change = fc.constantFrom(...type.fields).chain((field) =>
      fc.record({
        code: fc.constant(field.code),
        value: fc.constantFrom(...valuesFor(type, field)),
      }),
    );
    const inBook = fc.constantFrom(undefined, { quyenSo: "01/2008", openingYear: 2008 });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), inBook, (changes, book) => {
        const fields = changes.reduce((now, one) => withValue(now, one.code, one.value), sampleFields(code));
        for (const { rule } of applyRules({ recordType: type, fields, places, book })) seen.add(rule);
        expect(unnamed(type, fields, book)).toEqual([]);
      }),
      { numRuns: 60, seed: 158, endOnFailure: true },
    );
  },
);

it("has tried every rule of one record", () => {
  for (const { rule } of recordRuleCases) seen.add(rule);
  const expected = qualityRules.filter(({ scope }) => scope === "record").map(({ id }) => id);
  expect([...seen]).toEqual(expect.arrayContaining(expected));
});
