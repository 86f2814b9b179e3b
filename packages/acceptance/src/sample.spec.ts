import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawSample, sampleSize } from "./sample.ts";

const ids = (count: number) => Array.from({ length: count }, (_, index) => `record-${index}`);

describe("the size of a sample", () => {
  it("is the share rounded up, at least the minimum, never more than there is", () => {
    expect(sampleSize(100, 0.1, 5)).toBe(10);
    expect(sampleSize(101, 0.1, 5)).toBe(11);
    expect(sampleSize(20, 0.1, 5)).toBe(5);
    expect(sampleSize(3, 0.1, 5)).toBe(3);
    expect(sampleSize(100, 1, 5)).toBe(100);
    expect(sampleSize(0, 0.1, 5)).toBe(0);
  });

  it("holds for every population, share and minimum", () => {
    const share = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.nat({ max: 5_000 }),
        share,
        fc.integer({ min: 1, max: 200 }),
        (population, part, minimum) => {
          const size = sampleSize(population, part, minimum);
          expect(size).toBeLessThanOrEqual(population);
          expect(size).toBeGreaterThanOrEqual(Math.min(population, minimum));
          expect(size).toBeGreaterThanOrEqual(Math.min(population, population * part));
          expect(Number.isInteger(size)).toBe(true);
        },
      ),
    );
  });
});

describe("drawing a sample", () => {
  it("draws the same from the same seed, in whatever order the records come", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.shuffledSubarray(ids(40), { minLength: 40 }),
        fc.nat({ max: 40 }),
        (seed, shuffled, size) => {
          expect(drawSample(shuffled, size, seed)).toEqual(drawSample(ids(40), size, seed));
        },
      ),
    );
  });

  it("draws so many different records, all of them from the batch", () => {
    for (const size of [0, 1, 7, 40, 60]) {
      const sample = drawSample(ids(40), size, "seed");
      expect(new Set(sample).size).toBe(Math.min(size, 40));
      expect(ids(40)).toEqual(expect.arrayContaining([...sample]));
    }
  });

  it("a larger sample contains the smaller one, another seed is another sample", () => {
    expect(drawSample(ids(200), 40, "a").slice(0, 10)).toEqual(drawSample(ids(200), 10, "a"));
    expect(drawSample(ids(200), 40, "a")).not.toEqual(drawSample(ids(200), 40, "b"));
  });

  it("gives every record the same chance, also those that stand beside each other", () => {
    const draws = 4_000;
    const hits = new Map<string, number>(ids(20).map((id) => [id, 0]));
    let neighbours = 0;
    for (let seed = 0; seed < draws; seed++) {
      const sample = drawSample(ids(20), 5, `seed-${seed}`);
      for (const id of sample) hits.set(id, (hits.get(id) ?? 0) + 1);
      if (sample.includes("record-3") && sample.includes("record-4")) neighbours++;
    }
    const expected = (draws * 5) / 20;
    const chiSquare = [...hits.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 19 degrees of freedom: above 43.8 in one of a thousand fair drawings; the seeds are fixed.
    expect(chiSquare).toBeLessThan(43.8);
    // Both of two given records: 5/20 x 4/19 of the draws, give or take four standard deviations.
    const both = draws * (5 / 20) * (4 / 19);
    expect(Math.abs(neighbours - both)).toBeLessThan(4 * Math.sqrt(both));
  });
});
