import { expect, it } from "vitest";
import { ApiProblem } from "../../api/problem.ts";
import { openWarnings } from "./open-warnings.ts";

const refusal = (code: string, errors: readonly { pointer: string; rule: string; fields?: string[] }[]) =>
  new ApiProblem({
    code,
    title: "",
    titleEn: "",
    status: 422,
    errors: errors.map((one) => ({ ...one, detail: `vi ${one.rule}`, detailEn: `en ${one.rule}` })),
  });

it("asks for one reason a finding, which names all its fields", () => {
  const error = refusal("warning-not-accepted", [
    { pointer: "/changes/meNgaySinh", rule: "parent-young", fields: ["meNgaySinh", "nksNgaySinh"] },
    { pointer: "/changes/nksNgaySinh", rule: "parent-young", fields: ["meNgaySinh", "nksNgaySinh"] },
    { pointer: "/changes/meNgaySinh", rule: "date-odd", fields: ["meNgaySinh"] },
    { pointer: "/changes/nksNgaySinh", rule: "date-odd", fields: ["nksNgaySinh"] },
  ]);
  expect(openWarnings(error).map(({ rule, fields }) => [rule, fields])).toEqual([
    ["parent-young", ["meNgaySinh", "nksNgaySinh"]],
    ["date-odd", ["meNgaySinh"]],
    ["date-odd", ["nksNgaySinh"]],
  ]);
});

it("asks for none where no reason lets it stand, or where something else is wrong", () => {
  const empty = [{ pointer: "/changes/nksHoTen", rule: "required-missing" }];
  expect(openWarnings(refusal("warning-not-accepted", empty))).toEqual([]);
  expect(openWarnings(refusal("value-not-storable", empty))).toEqual([]);
});
