import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acceptanceProbability, operatingCurve } from "./operating-curve.ts";
import {
  codeLetter,
  correctedPlan,
  type Inspection,
  inspectionLevels,
  inspections,
  lotPlan,
  qualityLimits,
  singlePlan,
} from "./sampling-plan.ts";

const anyLimit = fc.constantFrom(...qualityLimits);
const anyInspection = fc.constantFrom(...inspections);
const anyLevel = fc.constantFrom(...inspectionLevels);
const anyLot = fc.integer({ min: 1, max: 600_000 });

describe("single sampling plans", () => {
  it.each([
    [8, "II", "A"],
    [100, "II", "F"],
    [500, "II", "H"],
    [1_200, "II", "J"],
    [3_000, "I", "H"],
    [3_000, "III", "L"],
    [40_000, "S-4", "J"],
  ] as const)("%i cases at level %s: code letter %s", (size, level, letter) => {
    expect(codeLetter(size, level)).toBe(letter);
  });

  it.each([
    // Known cells of the published tables.
    [1_000, "normal", 1, 80, 2],
    [1_000, "normal", 2.5, 80, 5],
    [1_000, "normal", 4, 80, 7],
    [3_000, "normal", 1, 125, 3],
    [3_000, "normal", 0.65, 125, 2],
    [400, "normal", 1, 50, 1],
    [100, "normal", 2.5, 20, 1],
    [1_000, "tightened", 1, 80, 1],
    [1_000, "tightened", 6.5, 80, 8],
    [3_000, "tightened", 1, 125, 2],
    [3_000, "reduced", 1, 50, 2],
    [3_000, "reduced", 4, 50, 6],
    // Arrows: fewer cases with none wrong above, more cases with one wrong below.
    [100, "normal", 1, 13, 0],
    [200, "normal", 1, 50, 1],
    [20, "normal", 1, 13, 0],
  ] as const)(
    "%i cases, %s, limit %f: sample %i, accepted with %i wrong",
    (size, inspection, limit, n, ac) => {
      expect(singlePlan(size, "II", limit, inspection)).toMatchObject({ sampleSize: n, acceptance: ac });
    },
  );

  it("looks at every case where the lot is smaller than the sample", () => {
    expect(singlePlan(5, "II", 0.1, "normal")).toMatchObject({ sampleSize: 5, acceptance: 0 });
  });

  it("has a plan for every lot, and never one that is certain to refuse a perfect lot", () => {
    fc.assert(
      fc.property(anyLot, anyLevel, anyLimit, anyInspection, (size, level, limit, inspection) => {
        const plan = singlePlan(size, level, limit, inspection);
        expect(plan.sampleSize).toBeGreaterThan(0);
        expect(plan.sampleSize).toBeLessThanOrEqual(size);
        expect(acceptanceProbability(size, 0, plan.sampleSize, plan.acceptance)).toBeCloseTo(1, 9);
      }),
    );
  });

  it("accepts less when tightened and more when reduced", () => {
    const chance = (inspection: Inspection) => {
      const { sampleSize, acceptance } = singlePlan(2_000, "II", 2.5, inspection);
      return acceptanceProbability(2_000, 100, sampleSize, acceptance);
    };
    expect(chance("tightened")).toBeLessThan(chance("normal"));
    expect(chance("reduced")).toBeGreaterThan(chance("normal"));
  });

  it("draws one sample for both limits", () => {
    const limits = { level: "II", key: 0.65, other: 4 } as const;
    expect(lotPlan(1_000, limits, "normal")).toEqual({
      ...limits,
      inspection: "normal",
      letter: "J",
      sampleSize: 80,
      acceptance: { critical: 0, key: 1, other: 7 },
    });
  });

  it("tells a lot that was formed by the earlier table of reduced inspection what it would be today", () => {
    // Version 0.2.0 looked at 20 of 400 cases and let one be wrong; the standard wants 32.
    const limits = { level: "II", key: 1, other: 4 } as const;
    const earlier = {
      ...limits,
      inspection: "reduced",
      letter: "H",
      sampleSize: 20,
      acceptance: { critical: 0, key: 1, other: 3 },
    } as const;
    expect(correctedPlan(400, earlier)).toMatchObject({
      sampleSize: 32,
      acceptance: { critical: 0, key: 1, other: 3 },
    });
    expect(correctedPlan(400, lotPlan(400, limits, "reduced"))).toBeUndefined();
    expect(correctedPlan(400, lotPlan(400, limits, "tightened"))).toBeUndefined();
  });

  it("refuses a limit that the tables do not have", () => {
    expect(() => singlePlan(100, "II", 3, "normal")).toThrow(RangeError);
  });
});

describe("the operating curve", () => {
  it("is that of drawing without putting back", () => {
    // 10 cases, 3 wrong, 2 looked at, none may be wrong: 7/10 x 6/9.
    expect(acceptanceProbability(10, 3, 2, 0)).toBeCloseTo(42 / 90, 12);
    expect(acceptanceProbability(10, 3, 2, 1)).toBeCloseTo(1 - 6 / 90, 12);
    expect(acceptanceProbability(10, 10, 2, 1)).toBe(0);
  });

  it("falls from certainty, and stops where hardly any lot gets through", () => {
    const curve = operatingCurve(1_000, 80, 2);
    expect(curve[0]).toEqual({ wrong: 0, accepted: 1 });
    for (const [index, point] of curve.entries()) {
      expect(point.accepted).toBeLessThanOrEqual(curve[index - 1]?.accepted ?? 1);
    }
    expect(curve.at(-1)?.accepted).toBeLessThan(0.005);
    expect(curve.length).toBeLessThan(60);
  });
});
