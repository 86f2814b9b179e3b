import { describe, expect, it } from "vitest";
import { type Standing, verdicts, whyNot } from "./verdicts.ts";

type Asked = Pick<Standing, "looks" | "obstacles" | "unanswered" | "notMended">;
const clean: Asked = {
  unanswered: 0,
  notMended: 0,
  looks: { sampled: 5, checked: 5, criticalCases: 0, wrongFields: 0 },
  obstacles: { accepted: [], "accepted-after-fixes": [{ code: "marks-required", figures: {} }] },
};
const codes = (of: "lot" | "batch", standing: Asked) =>
  verdicts.map((one) => whyNot(one, standing, of)?.code);

describe("why a verdict cannot be given", () => {
  it("is what the server would refuse it for, the first first", () => {
    const accepted = [
      { code: "reconciliation-open", figures: { findings: 2 } },
      { code: "fixes-required", figures: { wrongFields: 1 } },
    ] as const;
    expect(codes("lot", clean)).toEqual([undefined, "marks-required", undefined]);
    const open: Asked = { ...clean, obstacles: { ...clean.obstacles, accepted: [...accepted] } };
    expect(whyNot("accepted", open, "lot")).toEqual(accepted[0]);
  });

  it("is the unchecked sample for a lot that would come back, and nothing to mend for a batch", () => {
    const unchecked = { ...clean, looks: { ...clean.looks, checked: 4 } };
    expect(codes("lot", unchecked)[2]).toBe("sample-not-checked");
    expect(codes("batch", unchecked)[2]).toBe("marks-required");
    const marked = { ...unchecked, looks: { ...unchecked.looks, wrongFields: 1 } };
    expect(codes("batch", marked)[2]).toBeUndefined();
    expect(codes("batch", { ...unchecked, unanswered: 1 })[2]).toBeUndefined();
    expect(codes("batch", { ...unchecked, notMended: 1 })[2]).toBeUndefined();
  });
});
