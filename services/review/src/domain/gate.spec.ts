import { describe, expect, it } from "vitest";
import { type AcceptingVerdict, type GateStanding, looksOf, obstaclesTo } from "./gate.ts";

const clean: GateStanding = {
  looks: { sampled: 5, checked: 5, criticalCases: 0, wrongFields: 0 },
  unansweredFindings: 0,
  notMended: 0,
  openBookFindings: 0,
};
const codes = (verdict: AcceptingVerdict, standing: GateStanding) =>
  obstaclesTo(verdict, standing).map(({ code }) => code);

describe("what stands between a batch and its acceptance", () => {
  it.each<[string, GateStanding, string[], string[]]>([
    ["nothing wrong", clean, [], ["marks-required"]],
    ["something wrong", { ...clean, looks: { ...clean.looks, wrongFields: 1 } }, ["fixes-required"], []],
    [
      "something critical",
      { ...clean, looks: { ...clean.looks, wrongFields: 1, criticalCases: 1 } },
      ["critical-errors", "fixes-required"],
      ["critical-errors"],
    ],
    [
      "too much wrong",
      { ...clean, exceeded: "lot-limit-exceeded", looks: { ...clean.looks, wrongFields: 3 } },
      ["lot-limit-exceeded", "fixes-required"],
      ["lot-limit-exceeded"],
    ],
    [
      "a finding of the book",
      { ...clean, openBookFindings: 1 },
      ["reconciliation-open"],
      ["reconciliation-open", "marks-required"],
    ],
    [
      "a field that came back as it was when it was marked",
      { ...clean, notMended: 1 },
      ["marks-not-mended"],
      ["marks-not-mended", "marks-required"],
    ],
    ["a warning nobody answered", { ...clean, unansweredFindings: 2 }, ["findings-open"], []],
    [
      "a case nobody looked at",
      { ...clean, looks: { ...clean.looks, checked: 4 } },
      ["sample-not-checked"],
      ["sample-not-checked", "marks-required"],
    ],
  ])("%s", (_name, standing, accepted, afterFixes) => {
    expect(codes("accepted", standing)).toEqual(accepted);
    expect(codes("accepted-after-fixes", standing)).toEqual(afterFixes);
  });

  it("counts a case with several critical marks once, and every marked field", () => {
    const mark = (severity: "critical" | "minor", field: string) => ({ field, severity, reason: "sai" });
    const marks = [mark("critical", "meHoTen"), mark("critical", "chaHoTen"), mark("minor", "nksHoTen")];
    const checks = [{ marks }, { marks: [] }];
    expect(looksOf(3, checks)).toEqual({ sampled: 3, checked: 2, criticalCases: 1, wrongFields: 3 });
    // Two people have marked it, each in their own words.
    const twice = [{ marks: [...marks, mark("minor", "meHoTen")] }, { marks: [] }];
    expect(looksOf(3, twice)).toMatchObject({ criticalCases: 1, wrongFields: 3 });
  });
});
