import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  codeLetter,
  type InspectionLevel,
  inspectionLevels,
  inspections,
  qualityLimits,
  type SinglePlan,
  singlePlan,
} from "./sampling-plan.ts";

/** The national standard that is identical with ISO 2859-1, as its head says. */
const transcription = readFileSync(
  join(import.meta.dirname, "testing", "gb-t-2828.1-2012.txt"),
  "utf8",
).split("\n");

const partsOf = (line: string): readonly string[] => line.trim().split(/ +/);

/** The lines of the transcription below a heading, up to the next. */
const linesBelow = (heading: string): readonly string[] => {
  const from = transcription.indexOf(heading) + 1;
  expect(from, heading).toBeGreaterThan(0);
  const length = transcription.slice(from).findIndex((line) => line === "" || line.startsWith("#"));
  return transcription.slice(from, from + length);
};

const limits = partsOf(transcription.find((line) => line.startsWith("limits ")) ?? "")
  .slice(1)
  .map(Number);

const [levelLine = "", ...lotClasses] = linesBelow("#letters").map(partsOf);
const levels = levelLine.slice(1);

const endOf = (upTo: string | undefined): number =>
  upTo === "inf" ? Number.POSITIVE_INFINITY : Number(upTo);

interface Lot {
  readonly size: number;
  readonly level: InspectionLevel;
}

/** The largest lot, of those that have an end, that a level gives the letter to. */
const lotOf = (letter: string): Lot => {
  for (const [upTo, ...letters] of lotClasses.toReversed()) {
    const level = inspectionLevels[letters.indexOf(letter)];
    if (level) return { size: Math.min(endOf(upTo), 1_000_000), level };
  }
  throw new Error(`no lot has the letter ${letter}`);
};

const planOf = (cell: string): SinglePlan => {
  const [letter = "", sampleSize, acceptance] = partsOf(cell);
  return { letter, sampleSize: Number(sampleSize), acceptance: Number(acceptance) };
};

/** The rows of a table: code letter of the lot, then a plan for each limit. */
const tableOf = (heading: string) =>
  linesBelow(heading).map((line) => {
    const [letter = "", ...rest] = partsOf(line);
    return { letter, plans: rest.join(" ").split("|").map(planOf) };
  });

describe("the published tables", () => {
  it("are offered for the standard's limits from 0.10 to 10", () => {
    expect(limits).toHaveLength(11);
    expect(qualityLimits).toEqual(limits);
  });

  it("have these code letters", () => {
    expect(inspectionLevels).toEqual(levels);
    expect(lotClasses).toHaveLength(15);
    let from = 1;
    for (const [upTo, ...letters] of lotClasses) {
      const end = endOf(upTo);
      for (const size of [from, Number.isFinite(end) ? end : 9_000_000]) {
        const given = inspectionLevels.map((level) => codeLetter(size, level));
        expect(given, `${size}`).toEqual(letters);
      }
      from = end + 1;
    }
  });

  it.each(inspections)("have these 176 plans for %s inspection", (inspection) => {
    const rows = tableOf(`#${inspection}`);
    expect(rows.map(({ plans }) => plans.length)).toEqual(Array.from({ length: 16 }, () => 11));
    for (const { letter, plans } of rows) {
      const { size, level } = lotOf(letter);
      const given = limits.map((limit) => singlePlan(size, level, limit, inspection));
      // A lot smaller than the sample is looked at as a whole.
      const wanted = plans.map((plan) => ({
        letter: plan.letter,
        sampleSize: Math.min(size, plan.sampleSize),
        acceptance: plan.acceptance,
      }));
      expect(given, letter).toEqual(wanted);
    }
  });
});
