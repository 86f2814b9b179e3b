import { describe, expect, it } from "vitest";
import { regionBetween, scrollTo } from "./regions.ts";

describe("the region of a group of fields", () => {
  it("is the same whichever corner the drag began at, and stays on the image", () => {
    const region = { left: 0.1, right: 0.5, top: 0.2, bottom: 1 };
    expect(regionBetween({ x: 10, y: 40 }, { x: 50, y: 260 }, 100, 200)).toEqual(region);
    expect(regionBetween({ x: 50, y: 260 }, { x: 10, y: 40 }, 100, 200)).toEqual(region);
  });

  it("comes to the middle of what is seen, but not beyond the edges", () => {
    const extent = { whole: 1_000, seen: 200 };
    expect(scrollTo(0.4, 0.6, extent)).toBe(400);
    expect(scrollTo(0, 0.1, extent)).toBe(0);
    expect(scrollTo(0.95, 1, extent)).toBe(800);
    expect(scrollTo(0.4, 0.6, { whole: 150, seen: 200 })).toBe(0);
  });
});
