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

  it("is reduced after ten good lots, which would have stood a stricter limit too", () => {
    expect(inspectionAfter(lots("+++++++++"))).toEqual({ inspection: "normal", stopped: false, score: 27 });
    expect(after("++++++++++")).toBe("reduced");
    expect(after("++++++++++-")).toBe("normal");
    const barely = { wrong: { critical: 0, key: 2, other: 0 } };
    const scored = inspectionAfter([...lots("+++"), lot(true, barely)]);
    expect(scored.score).toBe(0);
  });

  it("counts two points where hardly anything may be wrong", () => {
    const small = Array.from({ length: 14 }, () => lot(true, { size: 100 }));
    expect(inspectionAfter(small)).toMatchObject({ inspection: "normal", score: 28 });
    expect(inspectionAfter([...small, lot(true, { size: 100 })]).inspection).toBe("reduced");
  });
});
