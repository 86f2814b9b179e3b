import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type InspectedLot, inspectionAfter } from "./inspection.ts";

const limits = { level: "II", key: 1, other: 4 } as const;
const lot = (accepted: boolean, other: Partial<InspectedLot> = {}): InspectedLot => ({
  size: 1_000,
  limits,
  inspection: "normal",
  accepted,
  wrong: { critical: 0, key: 0, other: 0 },
  ...other,
});
/** One lot after another, each drawn by the plan that the lots before it ask for. */
const inTurn = (verdicts: string, before: readonly InspectedLot[] = []): readonly InspectedLot[] => {
  const lots = [...before];
  for (const one of verdicts) lots.push(lot(one === "+", { inspection: inspectionAfter(lots).inspection }));
  return lots;
};
/** Lots formed at one time, before any verdict: all drawn by one plan. */
const together = (verdicts: string, inspection: InspectedLot["inspection"] = "normal") =>
  [...verdicts].map((one) => lot(one === "+", { inspection }));
const after = (verdicts: string) => inspectionAfter(inTurn(verdicts)).inspection;

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
    expect(inspectionAfter(inTurn("--+----")).stopped).toBe(false);
    expect(inspectionAfter(inTurn("--+-----")).stopped).toBe(true);
  });

  it("goes on tightened, and counts anew, when the cause was mended", () => {
    const stopped = inTurn("--+-----");
    const tightened = { inspection: "tightened" } as const;
    const resumed = [...stopped, lot(false, { ...tightened, resumed: true })];
    expect(inspectionAfter(resumed)).toMatchObject({ inspection: "tightened", stopped: false });
    expect(inspectionAfter(inTurn("---", resumed)).stopped).toBe(false);
    expect(inspectionAfter(inTurn("----", resumed)).stopped).toBe(true);
    expect(inspectionAfter([...stopped, lot(false, tightened)]).stopped).toBe(true);
    const mended = inTurn("++++", [...stopped, lot(true, { ...tightened, resumed: true })]);
    expect(inspectionAfter(mended).inspection).toBe("normal");
  });

  it("counts only lots that were inspected as the rules asked for, not what was formed before the switch", () => {
    // Two came back of seven formed together: the five accepted after them had no tightened sample.
    expect(inspectionAfter(together("--+++++")).inspection).toBe("tightened");
    expect(inspectionAfter(together("-------"))).toMatchObject({ inspection: "tightened", stopped: false });
    const [switched, five] = [together("--+++++"), together("+++++", "tightened")];
    expect(inspectionAfter([...switched, ...five.slice(1)]).inspection).toBe("tightened");
    expect(inspectionAfter([...switched, ...five]).inspection).toBe("normal");
    // What is decided late does not break a series either.
    expect(inspectionAfter([...together("--"), ...five.slice(1), lot(false), lot(true)]).inspection).toBe(
      "tightened",
    );
    expect(
      inspectionAfter([...together("--"), ...five.slice(1), lot(false), ...five.slice(4)]).inspection,
    ).toBe("normal");
    // The score is that of lots under normal inspection.
    expect(inspectionAfter([...together("+++"), ...together("++", "tightened")]).score).toBe(9);
  });

  it("may be reduced after ten good lots, which would have stood a stricter limit too", () => {
    const earned = { inspection: "normal", stopped: false, score: 30, reducible: true };
    expect(inspectionAfter(inTurn("+++++++++"))).toEqual({ ...earned, score: 27, reducible: false });
    expect(inspectionAfter(inTurn("++++++++++"))).toEqual(earned);
    const barely = { wrong: { critical: 0, key: 2, other: 0 } };
    const scored = inspectionAfter([...inTurn("+++"), lot(true, barely)]);
    expect(scored.score).toBe(0);
  });

  it("is never reduced by the verdicts alone", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (verdicts) => {
        const lots = inTurn(verdicts.map((accepted) => (accepted ? "+" : "-")).join(""));
        expect(lots.every(({ inspection }) => inspection !== "reduced")).toBe(true);
      }),
    );
  });

  it("may stay reduced until a lot inspected so, or one inspected normally, comes back", () => {
    const earned = together("++++++++++");
    const reducible = (...more: readonly InspectedLot[]) => inspectionAfter([...earned, ...more]).reducible;
    expect(reducible(...together("++", "reduced"))).toBe(true);
    expect(reducible(...together("++", "reduced"), lot(true))).toBe(true);
    expect(reducible(lot(false))).toBe(false);
    expect(reducible(...together("-", "reduced"))).toBe(false);
    // A series of points begins at nothing after that.
    const again = inspectionAfter([...earned, ...together("-", "reduced"), lot(true)]);
    expect(again).toEqual({ inspection: "normal", stopped: false, score: 3, reducible: false });
  });

  it("counts no lot of a reduced sample among the five that decide for tightened or normal", () => {
    const [first, second] = [lot(false), lot(false)];
    const between = together("-+++++", "reduced");
    expect(inspectionAfter([first, ...between]).inspection).toBe("normal");
    expect(inspectionAfter([first, ...between, second]).inspection).toBe("tightened");
    expect(inspectionAfter([first, second, ...between]).inspection).toBe("tightened");
  });

  it("counts the class with fewer points", () => {
    // Letter F: of key fields none may be wrong, of others two; one step stricter only one.
    const mixed = { size: 100, limits: { level: "II", key: 0.65, other: 4 } } as const;
    const found = (other: number) =>
      inspectionAfter([lot(true, { ...mixed, wrong: { critical: 0, key: 0, other } })]);
    expect([found(0).score, found(1).score, found(2).score]).toEqual([2, 2, 0]);
    // The smallest limit offered has a stricter one in the tables, too: 0.065, which allows 2 of
    // 1,250.
    const large = { size: 200_000, limits: { level: "III", key: 0.1, other: 0.1 } } as const;
    const of = (key: number) =>
      inspectionAfter([lot(true, { ...large, wrong: { critical: 0, key, other: 0 } })]).score;
    expect([of(2), of(3)]).toEqual([3, 0]);
  });

  it("counts two points where hardly anything may be wrong", () => {
    const small = Array.from({ length: 14 }, () => lot(true, { size: 100 }));
    expect(inspectionAfter(small)).toMatchObject({ score: 28, reducible: false });
    const more = inspectionAfter([...small, lot(true, { size: 100 })]);
    expect(more).toMatchObject({ inspection: "normal", score: 30, reducible: true });
  });
});
