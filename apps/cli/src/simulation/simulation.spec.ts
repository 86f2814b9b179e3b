import { readFileSync } from "node:fs";
import { Random } from "@sogoc/synthetic";
import { describe, expect, it } from "vitest";
import { keyCase, readTwice, usualPeople } from "./simulated-keying.ts";
import { observedCurve, simulationReport } from "./simulation-report.ts";

const DOCUMENT = new URL("../../../../docs/guides/residual-errors.md", import.meta.url);

describe("the simulation", () => {
  const curve = observedCurve();

  it("accepts as often as the operating curve says, within the error of 2,000 lots", () => {
    const { points } = curve;
    expect(points.some(({ expected }) => expected > 0.2 && expected < 0.8)).toBe(true);
    for (const { deviations } of points) expect(Math.abs(deviations)).toBeLessThan(3);
  });

  it("finds nothing wrong where nobody errs", () => {
    const none = { typo: 0, tone: 0, swappedDigits: 0, skipped: 0 };
    const people = { ...usualPeople, first: none, second: none };
    for (const readings of readTwice("không-ai-sai", 200, people)) {
      const { wrong, decisions } = keyCase(readings, "double-all", 0, new Random("x"));
      expect({ wrong, decisions }).toEqual({ wrong: [], decisions: 0 });
    }
  });

  it("leaves only what both misread, where the arbiter never errs", () => {
    const people = { ...usualPeople, sameMisreading: 1 };
    let [once, twice] = [0, 0];
    for (const readings of readTwice("cùng-sai", 500, people)) {
      once += keyCase(readings, "single", 0, new Random("x")).wrong.length;
      twice += keyCase(readings, "double-all", 0, new Random("x")).wrong.length;
    }
    expect(once).toBeGreaterThan(50);
    expect(twice).toBe(once);
  });

  it("is what the published document says", () => {
    expect(readFileSync(DOCUMENT, "utf8")).toBe(simulationReport(curve));
  });
});
