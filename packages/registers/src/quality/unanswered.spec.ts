import { describe, expect, it } from "vitest";
import type { Finding } from "../finding.ts";
import { answersFor, findingsOfChange, unansweredFindings, withValues } from "./unanswered.ts";

const found = (rule: string, ...fields: string[]): Finding => ({
  rule,
  severity: "warning",
  fields,
  messageVi: rule,
  messageEn: rule,
});
const answer = (rule: string, ...fields: string[]) => ({ rule, fields, reason: "sổ ghi vậy" });

describe("an answer to a finding", () => {
  it.each([
    ["the same rule in the same field", answer("parent-young", "meNgaySinh"), true],
    ["another rule", answer("parent-old", "meNgaySinh"), false],
    ["another field", answer("parent-young", "chaNgaySinh"), false],
    ["more fields than it has", answer("parent-young", "meNgaySinh", "chaNgaySinh"), false],
    ["no field", answer("parent-young"), false],
  ])("for %s", (_, given, isGood) => {
    const open = unansweredFindings([found("parent-young", "meNgaySinh")], [given]);
    expect(open).toHaveLength(isGood ? 0 : 1);
  });

  it("is good whatever the order of its fields, and only for all of them", () => {
    const finding = found("parent-young", "meNgaySinh", "nksNgaySinh");
    expect(unansweredFindings([finding], [answer("parent-young", "nksNgaySinh", "meNgaySinh")])).toEqual([]);
    for (const field of finding.fields)
      expect(unansweredFindings([finding], [answer("parent-young", field)])).toEqual([finding]);
  });

  it("lets no finding of a whole record stand for one of a field", () => {
    expect(unansweredFindings([found("parents-differ")], [answer("parents-differ", "meHoTen")])).toHaveLength(
      1,
    );
  });

  it("counts for the values that it was given for, and tells them no further", () => {
    const held = { meNgaySinh: { raw: "2005" }, nksNgaySinh: { raw: "1.3.2008", value: "2008-03-01" } };
    const given = withValues([answer("parent-young", "meNgaySinh", "nksNgaySinh", "chaNgaySinh")], held);
    expect(given[0]?.values).toEqual({ ...held, chaNgaySinh: null });
    const plain = [answer("parent-young", "meNgaySinh", "nksNgaySinh", "chaNgaySinh")];
    const { nksNgaySinh: _, ...without } = held;
    expect(answersFor(given, held)).toEqual(plain);
    expect(answersFor(given, { ...held, nksNgaySinh: { value: "2008-03-01", raw: "1.3.2008" } })).toEqual(
      plain,
    );
    expect(answersFor(given, { ...held, meNgaySinh: { raw: "2006" } })).toEqual([]);
    expect(answersFor(given, { ...held, chaNgaySinh: { blank: true } })).toEqual([]);
    expect(answersFor(given, without)).toEqual([]);
    // Kept before values were.
    expect(answersFor(plain, without)).toEqual(plain);
  });
});

describe("what a change has to answer for", () => {
  it("is a finding whose fields were others before, also where none of them was changed", () => {
    const before = [found("parent-young", "meNgaySinh"), found("name-short", "chaHoTen")];
    const after = [found("parent-young", "meNgaySinh", "nksNgaySinh"), found("name-short", "chaHoTen")];
    expect(findingsOfChange(before, after, ["ngayDangKy"])).toEqual([after[0]]);
  });
});
