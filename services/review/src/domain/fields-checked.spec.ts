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
  const count = countFieldsToCheck(birth, plainBirth, "01/2008");
  const blanks = Object.fromEntries(optional.map(({ code }) => [code, { blank: true } as const]));
  expect(optional.length).toBeGreaterThan(20);
  expect(countFieldsToCheck(birth, { ...plainBirth, ...blanks }, "01/2008")).toBe(count);
  const empty = Object.fromEntries(optional.map(({ code }) => [code, { raw: " " }]));
  expect(countFieldsToCheck(birth, { ...plainBirth, ...empty }, "01/2008")).toBe(count);
  const illegible = Object.fromEntries(optional.map(({ code }) => [code, { illegible: "faded" } as const]));
  expect(countFieldsToCheck(birth, { ...plainBirth, ...illegible }, "01/2008")).toBe(count);
});

it.each(["0", "-", "…", "0-0", "x", "không", "(k)"])("counts no optional field that holds but %s", (raw) => {
  const count = countFieldsToCheck(birth, plainBirth, "01/2008");
  const filled = Object.fromEntries(optional.map(({ code }) => [code, { raw }]));
  expect(countFieldsToCheck(birth, { ...plainBirth, ...filled }, "01/2008")).toBe(count);
  expect(countFieldsToCheck(birth, { nksHoTen: { raw } }, "01/2008")).toBe(
    countFieldsToCheck(birth, {}, "01/2008"),
  );
});

it("counts what is keyed, with doubt or in part, and what the type requires, but not the book", () => {
  const [one, other] = optional.map(({ code }) => code);
  const required = birth.fields.filter((field) => field.required && field.code !== "quyenSo");
  expect(countFieldsToCheck(birth, {}, "01/2008")).toBe(required.length);
  const fields: FieldValues = {
    quyenSo: { raw: "01/2008" },
    STT: { raw: "1" },
    [one ?? ""]: { raw: "Nguyễn", doubtful: true },
    [other ?? ""]: { illegible: "handwriting", raw: "Nguyễn …" },
  };
  expect(countFieldsToCheck(birth, fields, "01/2008")).toBe(required.length + 2);
});

it("counts the number of the book where the case holds another one, which can be marked", () => {
  const other = { ...plainBirth, quyenSo: { raw: "02/2008" } };
  const own = countFieldsToCheck(birth, { ...plainBirth, quyenSo: { raw: "1/2008" } }, "01/2008");
  expect(countFieldsToCheck(birth, other, "01/2008")).toBe(own + 1);
});

it("knows every book type", () => {
  for (const type of recordTypes)
    expect(countFieldsToCheck(type, {}, "01/2008"), type.code).toBeGreaterThan(2);
});
