import { describe, expect, it } from "vitest";
import { noBook, stepNames } from "./job.ts";
import { coveringWalk, pairOf, randomWalk, reachablePairs } from "./walk.ts";

describe("the walk through the model of the job", () => {
  const walk = coveringWalk(noBook);

  it("takes every step in every situation in which it is possible", () => {
    expect(new Set(walk.map(pairOf))).toEqual(reachablePairs(noBook));
    expect(new Set(walk.map(({ name }) => name))).toEqual(new Set(stepNames));
  });

  it("begins each step where the one before ended", () => {
    for (const [index, { before }] of walk.entries())
      expect(before).toEqual(walk[index - 1]?.after ?? noBook);
  });

  it("never comes to a state in which nothing can be done", () => {
    let turn = 0;
    const choose = () => {
      turn += 0.618_034;
      return turn % 1;
    };
    expect(randomWalk(noBook, 2_000, choose)).toHaveLength(2_000);
  });
});
