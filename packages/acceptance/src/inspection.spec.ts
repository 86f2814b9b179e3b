import { describe, expect, it } from "vitest";
import { type InspectedLot, inspectionAfter } from "./inspection.ts";

const limits = { level: "II", key: 1, other: 4 } as const;
const lot = (accepted: boolean, other: Partial<InspectedLot> = {}): InspectedLot => ({
  ...{ size: 1_000, limits, inspection: "normal", accepted, wrong: { critical: 0, key: 0, other: 0 } },
  ...other,
});
const lots = (verdicts: string) => [...verdicts].map((one) => lot(one === "+"));
const after = (verdicts: string) => inspectionAfter(lots(verdicts)).inspection;

describe("how the next lot is inspected", () => {
  it("begins normally, and is tightened when two of five in a row come back", () => {
    expect(after("")).toBe("normal");
    expect(after("-++++")).toBe("normal");
    expect(after("-+++-")).toBe("tightened");
    expect(after("-++++-")).toBe("normal");
    expect(after("--")).toBe("tightened");
  });

  it("is normal again after five accepted in a row", () => {
    expect(after("--++++")).toBe("tightened");
    expect(after("--+++++")).toBe("normal");
    expect(after("--++-++++")).toBe("tightened");
  });

  it("stops when five lots come back under tightened inspection", () => {
    expect(inspectionAfter(lots("--+----")).stopped).toBe(false);
    expect(inspectionAfter(lots("--+-----")).stopped).toBe(true);
  });

  it("goes on tightened, and counts anew, when the cause was mended", () => {
    const stopped = lots("--+-----");
    const resumed = [...stopped, lot(false, { resumed: true })];
    expect(inspectionAfter(resumed)).toMatchObject({ inspection: "tightened", stopped: false });
    expect(inspectionAfter([...resumed, ...lots("---")]).stopped).toBe(false);
    expect(inspectionAfter([...resumed, ...lots("----")]).stopped).toBe(true);
    expect(inspectionAfter([...stopped, lot(false)]).stopped).toBe(true);
    expect(inspectionAfter([...stopped, lot(true, { resumed: true }), ...lots("++++")]).inspection).toBe(
      "normal",
    );
  });

  it("is reduced after ten good lots, which would have stood a stricter limit too", () => {
    expect(inspectionAfter(lots("+++++++++"))).toEqual({ inspection: "normal", stopped: false, score: 27 });
    expect(after("++++++++++")).toBe("reduced");
    expect(after("++++++++++-")).toBe("normal");
    const barely = { wrong: { critical: 0, key: 2, other: 0 } };
    const scored = inspectionAfter([...lots("+++"), lot(true, barely)]);
    expect(scored.score).toBe(0);
  });

  it("counts the class with fewer points", () => {
    // Letter F: of key fields none may be wrong, of others two; one step stricter only one.
    const mixed = { size: 100, limits: { level: "II", key: 0.65, other: 4 } } as const;
    const found = (other: number) =>
      inspectionAfter([lot(true, { ...mixed, wrong: { critical: 0, key: 0, other } })]);
    expect([found(0).score, found(1).score, found(2).score]).toEqual([2, 2, 0]);
    // The smallest limit offered has a stricter one in the tables, too: 0.065, which allows 2 of 1,250.
    const large = { size: 200_000, limits: { level: "III", key: 0.1, other: 0.1 } } as const;
    const of = (key: number) =>
      inspectionAfter([lot(true, { ...large, wrong: { critical: 0, key, other: 0 } })]).score;
    expect([of(2), of(3)]).toEqual([3, 0]);
  });

  it("counts two points where hardly anything may be wrong", () => {
    const small = Array.from({ length: 14 }, () => lot(true, { size: 100 }));
    expect(inspectionAfter(small)).toMatchObject({ inspection: "normal", score: 28 });
    expect(inspectionAfter([...small, lot(true, { size: 100 })]).inspection).toBe("reduced");
  });
});
