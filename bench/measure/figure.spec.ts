import { describe, expect, it } from "vitest";
import { isKept, tableOfFigures } from "./figure.ts";

describe("a measured figure", () => {
  it("keeps its promise up to the bound, from either side", () => {
    expect(isKept({ name: "lag", value: 50, unit: "ms", atMost: 50 })).toBe(true);
    expect(isKept({ name: "lag", value: 50.1, unit: "ms", atMost: 50 })).toBe(false);
    expect(isKept({ name: "ratio", value: 0.8, unit: "", atLeast: 0.8 })).toBe(true);
    expect(isKept({ name: "ratio", value: 0.79, unit: "", atLeast: 0.8 })).toBe(false);
    expect(isKept({ name: "no number", value: Number.NaN, unit: "", atMost: 1 })).toBe(false);
    expect(isKept({ name: "only told", value: 9_999, unit: "" })).toBe(true);
  });

  it("stands beside its target", () => {
    const [, , missed, told] = tableOfFigures([
      { name: "p99", value: 61.25, unit: "ms", atMost: 50, note: "load 3" },
      { name: "files", value: 6, unit: "" },
    ]);
    expect(missed).toBe("| p99 | 61.3 ms | ≤ 50 ms | MISSED | load 3 |");
    expect(told).toBe("| files | 6 | – | – |  |");
  });
});
