import { describe, expect, it } from "vitest";
import { type Standing, stepsOfOthers, verdicts, whoseStep, whyNot, whyNotKey } from "./verdicts.ts";

type Asked = Pick<Standing, "looks" | "obstacles" | "unanswered" | "notMended" | "limits">;
const clean: Asked = {
  unanswered: 0,
  notMended: 0,
  looks: { sampled: 5, checked: 5, criticalCases: 0, wrongFields: 0 },
  obstacles: { accepted: [], "accepted-after-fixes": [{ code: "marks-required", figures: {} }] },
};
const codes = (of: "lot" | "batch", standing: Asked) =>
  verdicts.map((one) => whyNot(one, standing, of).map(({ code }) => code));

describe("why a verdict cannot be given", () => {
  it("is all that the server would refuse it for, the first question first", () => {
    const accepted = [
      { code: "reconciliation-open", figures: { findings: 2 } },
      { code: "fixes-required", figures: { wrongFields: 1 } },
    ] as const;
    expect(codes("lot", clean)).toEqual([[], ["marks-required"], []]);
    const open: Asked = { ...clean, obstacles: { ...clean.obstacles, accepted: [...accepted] } };
    expect(whyNot("accepted", open, "lot")).toEqual(accepted);
  });

  it("does not lead to mending where it has to go back", () => {
    const obstacle = (code: Asked["obstacles"]["accepted"][number]["code"]) => ({ code, figures: {} });
    const wrong = ["error-limit-exceeded", "critical-errors", "findings-open", "fixes-required"] as const;
    const back: Asked = { ...clean, obstacles: { ...clean.obstacles, accepted: wrong.map(obstacle) } };
    expect(codes("batch", back)[0]).toEqual(wrong.slice(0, 3));
  });

  it("is the unchecked sample for a lot that would come back, and nothing to mend for a batch", () => {
    const unchecked = { ...clean, looks: { ...clean.looks, checked: 4 } };
    expect(codes("lot", unchecked)[2]).toEqual(["sample-not-checked"]);
    expect(codes("batch", unchecked)[2]).toEqual(["marks-required"]);
    const marked = { ...unchecked, looks: { ...unchecked.looks, wrongFields: 1 } };
    expect(codes("batch", marked)[2]).toEqual([]);
    expect(codes("batch", { ...unchecked, unanswered: 1 })[2]).toEqual([]);
    expect(codes("batch", { ...unchecked, notMended: 1 })[2]).toEqual([]);
    const laxer = { sampleShare: 0.01, sampleMinimum: 1, errorLimit: 0.1, laxer: true };
    const unit = { sampleShare: 0.1, sampleMinimum: 5, errorLimit: 0.02 };
    const limits = { ...laxer, origin: "opened", setAt: "2026-03-01T08:00:00.000Z", unit } as const;
    expect(codes("batch", { ...unchecked, limits })[2]).toEqual([]);
  });
});

it("whose step it is to settle what stands in the way is known where it is somebody else's", () => {
  expect(whoseStep("reconciliation-open", false, "batch")).toBe("keepers");
  expect(whoseStep("marks-not-mended", false, "batch")).toBe("checkers");
  expect(whoseStep("sample-not-checked", false, "batch")).toBe("checkers");
  // No mark keeps nobody from accepting; where nothing can be given it is a checker's.
  expect(whoseStep("marks-required", false, "batch")).toBeUndefined();
  expect(whoseStep("marks-required", true, "batch")).toBe("checkers");
  // A lot is not returned by a mark: all of its sample is looked at.
  expect(whoseStep("marks-required", true, "lot")).toBeUndefined();
  expect(whoseStep("sample-not-checked", true, "lot")).toBe("checkers");
  expect(whoseStep("critical-errors", true, "batch")).toBeUndefined();
});

it("nobody is asked to do anything for an acceptance of what has to go back", () => {
  const inTheWay = (code: Asked["obstacles"]["accepted"][number]["code"]) => ({ code, figures: {} });
  for (const limit of ["lot-limit-exceeded", "error-limit-exceeded", "critical-errors"] as const) {
    const both = [inTheWay("reconciliation-open"), inTheWay(limit)];
    const looks = { ...clean.looks, wrongFields: 1 };
    const back: Asked = { ...clean, looks, obstacles: { accepted: both, "accepted-after-fixes": both } };
    expect(stepsOfOthers(verdicts, back, "lot")).toEqual({ isStuck: false, steps: [] });
    expect(stepsOfOthers(verdicts, back, "batch")).toEqual({ isStuck: false, steps: [] });
    // What keeps it from going back is somebody's, all the same.
    const unchecked = { ...back, looks: { ...looks, checked: 4 } };
    const checkers = [{ code: "sample-not-checked", role: "checkers" }];
    expect(stepsOfOthers(verdicts, unchecked, "lot")).toEqual({ isStuck: true, steps: checkers });
  }
  const open: Asked = {
    ...clean,
    obstacles: { ...clean.obstacles, accepted: [inTheWay("reconciliation-open")] },
  };
  const keepers = [{ code: "reconciliation-open", role: "keepers" }];
  expect(stepsOfOthers(verdicts, open, "lot")).toEqual({ isStuck: false, steps: keepers });
});

it("offers acceptance after fixes only where it can be given", () => {
  expect(whyNotKey("findings-open", verdicts)).toBe("gate.whyNot.findings-open");
  expect(whyNotKey("findings-open", ["accepted", "returned"])).toBe("gate.whyNotMending.findings-open");
  expect(whyNotKey("fixes-required", ["accepted", "returned"])).toBe("gate.whyNotMending.fixes-required");
  expect(whyNotKey("sample-not-checked", ["accepted", "returned"])).toBe("gate.whyNot.sample-not-checked");
});
