import { describe, expect, it } from "vitest";
import { type AcceptingVerdict, countChecks, type GateFigures, obstaclesTo } from "./gate.ts";

const clean: GateFigures = {
  checkCounts: { toCheck: 5, checked: 5, criticalCases: 0, wrongFields: 0 },
  unansweredCount: 0,
  notMendedCount: 0,
  openBookFindingCount: 0,
};
const codes = (verdict: AcceptingVerdict, figures: GateFigures) =>
  obstaclesTo(verdict, figures).map(({ code }) => code);

describe("what stands between a batch and its acceptance", () => {
  it.each<[string, GateFigures, string[], string[]]>([
    ["nothing wrong", clean, [], ["marks-required"]],
    [
      "something wrong",
      { ...clean, checkCounts: { ...clean.checkCounts, wrongFields: 1 } },
      ["fixes-required"],
      [],
    ],
    [
      "something critical",
      { ...clean, checkCounts: { ...clean.checkCounts, wrongFields: 1, criticalCases: 1 } },
      ["critical-errors", "fixes-required"],
      ["critical-errors"],
    ],
    [
      "too much wrong",
      { ...clean, exceeded: "lot-limit-exceeded", checkCounts: { ...clean.checkCounts, wrongFields: 3 } },
      ["lot-limit-exceeded", "fixes-required"],
      ["lot-limit-exceeded"],
    ],
    [
      "a finding of the book",
      { ...clean, openBookFindingCount: 1 },
      ["reconciliation-open"],
      ["reconciliation-open", "marks-required"],
    ],
    [
      "a field that came back as it was when it was marked",
      { ...clean, notMendedCount: 1 },
      ["marks-not-mended"],
      ["marks-not-mended", "marks-required"],
    ],
    ["a warning nobody answered", { ...clean, unansweredCount: 2 }, ["findings-open"], []],
    [
      "a case nobody looked at",
      { ...clean, checkCounts: { ...clean.checkCounts, checked: 4 } },
      ["sample-not-checked"],
      ["sample-not-checked", "marks-required"],
    ],
  ])("%s", (_name, figures, accepted, afterFixes) => {
    expect(codes("accepted", figures)).toEqual(accepted);
    expect(codes("accepted-after-fixes", figures)).toEqual(afterFixes);
  });

  it("counts a case with several critical marks once, and every marked field", () => {
    const mark = (severity: "critical" | "minor", field: string) => ({ field, severity, reason: "sai" });
    const marks = [mark("critical", "meHoTen"), mark("critical", "chaHoTen"), mark("minor", "nksHoTen")];
    const checks = [{ marks }, { marks: [] }];
    expect(countChecks(3, checks)).toEqual({ toCheck: 3, checked: 2, criticalCases: 1, wrongFields: 3 });
    // Two people have marked it, each in their own words.
    const twice = [{ marks: [...marks, mark("minor", "meHoTen")] }, { marks: [] }];
    expect(countChecks(3, twice)).toMatchObject({ criticalCases: 1, wrongFields: 3 });
  });
});
