import { type FieldValues, getRecordType, recordTypes } from "@sogoc/registers";
import { plainBirth } from "@sogoc/registers/testing";
import { expect, it } from "vitest";
import { countFieldsToCheck } from "./fields-checked.ts";

const birth = getRecordType("KS");
const keyed: FieldValues = plainBirth;
const optional = birth.fields.filter(
  ({ code, required }) => !required && keyed[code] === undefined && code !== "STT",
);

it("counts an optional field the same left out and said to be blank", () => {
  const count = countFieldsToCheck(birth, plainBirth);
  const blanks = Object.fromEntries(optional.map(({ code }) => [code, { blank: true } as const]));
  expect(optional.length).toBeGreaterThan(20);
  expect(countFieldsToCheck(birth, { ...plainBirth, ...blanks })).toBe(count);
  const empty = Object.fromEntries(optional.map(({ code }) => [code, { raw: " " }]));
  expect(countFieldsToCheck(birth, { ...plainBirth, ...empty })).toBe(count);
});

it.each(["0", "-", "…"])("counts no optional field that holds but %s", (raw) => {
  const count = countFieldsToCheck(birth, plainBirth);
  const filled = Object.fromEntries(optional.map(({ code }) => [code, { raw }]));
  expect(countFieldsToCheck(birth, { ...plainBirth, ...filled })).toBe(count);
  expect(countFieldsToCheck(birth, { nksHoTen: { raw } })).toBe(countFieldsToCheck(birth, {}));
});

it("counts what is keyed, with doubt or not to be read, and what the type requires, but not the book", () => {
  const [one, other] = optional.map(({ code }) => code);
  const required = birth.fields.filter((field) => field.required && field.code !== "quyenSo");
  expect(countFieldsToCheck(birth, {})).toBe(required.length);
  const fields: FieldValues = {
    quyenSo: { raw: "01/2008" },
    STT: { raw: "1" },
    [one ?? ""]: { raw: "Nguyễn", doubtful: true },
    [other ?? ""]: { illegible: "handwriting" },
  };
  expect(countFieldsToCheck(birth, fields)).toBe(required.length + 2);
});

it("knows every book type", () => {
  for (const type of recordTypes) expect(countFieldsToCheck(type, {}), type.code).toBeGreaterThan(2);
});
