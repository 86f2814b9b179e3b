import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import config from "../../vitest.config.ts";
import { LongSpecsFirst, longSpecs, withLongFirst } from "./long-specs-first.ts";

it("begins with the specs that take longest, and leaves the others as they are", () => {
  const others = ["a.spec.ts", "packages/core/src/b.spec.ts", "c.spec.ts"];
  const specs = [...others, ...longSpecs.toReversed()].map((path) => ({ moduleId: `/somewhere/${path}` }));
  expect(withLongFirst(specs).map(({ moduleId }) => moduleId.replace("/somewhere/", ""))).toEqual([
    ...longSpecs,
    ...others,
  ]);
});

it("is how all tests are run, and names only what there is", () => {
  expect(config.test?.sequence?.sequencer).toBe(LongSpecsFirst);
  for (const spec of longSpecs)
    expect(existsSync(new URL(`../../${spec}`, import.meta.url)), spec).toBe(true);
});
