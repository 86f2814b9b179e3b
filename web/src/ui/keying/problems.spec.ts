import { expect, it } from "vitest";
import { withReasons } from "./problems.ts";

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
