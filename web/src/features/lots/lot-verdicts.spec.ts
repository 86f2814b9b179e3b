import { describe, expect, it } from "vitest";
import { type LotStanding, verdicts, whyNot } from "./lot-verdicts.ts";

const clean: LotStanding = { sampled: 5, checked: 5, wrongFields: 0, withinPlan: true, openFindings: 0 };
const reasons = (change: Partial<LotStanding>) => verdicts.map((one) => whyNot(one, { ...clean, ...change }));

describe("why a verdict cannot be given", () => {
  it.each([
    ["nothing wrong", {}, [undefined, "nothingToFix", undefined]],
    ["something wrong within the plan", { wrongFields: 1 }, ["fixes", undefined, undefined]],
    ["too much wrong", { wrongFields: 3, withinPlan: false }, ["limit", "limit", undefined]],
    ["a finding of a book is open", { openFindings: 1 }, ["findings", "findings", undefined]],
    ["the sample is not checked", { checked: 4 }, ["sample", "sample", "sample"]],
  ] as const)("%s", (_name, change, expected) => {
    expect(reasons(change)).toEqual(expected);
  });
});
