import { expect, it } from "vitest";
import { canBeLetStand, withReasons } from "./problems.ts";

const problem = (rule: string, field: string) => ({
  pointer: `/fields/${field}`,
  detail: "Viết thường",
  detailEn: "Lower case",
  rule,
  severity: "warning" as const,
});

it("tells the reason for which a finding stands, of that rule in that column only", () => {
  const accepted = [{ rule: "name-capitals", fields: ["nksHoTen"], reason: "Sổ ghi vậy" }];
  const [standing, other, elsewhere, wider] = withReasons(
    [
      problem("name-capitals", "nksHoTen"),
      problem("name-capitals", "meHoTen"),
      problem("name-short", "nksHoTen"),
      { ...problem("name-capitals", "nksHoTen"), fields: ["nksHoTen", "meHoTen"] },
    ],
    accepted,
  );
  expect(standing).toEqual({
    pointer: "/fields/nksHoTen",
    detail: "Viết thường – “Sổ ghi vậy”",
    detailEn: "Lower case – “Sổ ghi vậy”",
    rule: "name-capitals",
    severity: "info",
  });
  expect([other, elsewhere, wider].map((one) => one?.severity)).toEqual(["warning", "warning", "warning"]);
});

it("offers to let findings stand only where a reason does, which an empty required field takes none of", () => {
  const warning = problem("name-capitals", "nksHoTen");
  const empty = { ...problem("required-missing", "meHoTen"), severity: "error" as const };
  expect(canBeLetStand([warning])).toBe(true);
  expect(canBeLetStand([empty])).toBe(false);
  expect(canBeLetStand([warning, empty])).toBe(false);
  expect(canBeLetStand([{ ...warning, severity: "info" }])).toBe(false);
});
