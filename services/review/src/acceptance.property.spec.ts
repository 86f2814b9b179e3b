import { expect, it } from "vitest";
import { playHistories } from "./testing/acceptance-histories.ts";

/** So many come through both ways; `npm run test:long` plays enough to meet every obstacle. */
const RUNS = 30;

it("accepts nothing with an unmended mark, a critical error, an open finding or a change nobody looked at", async () => {
  const seen = await playHistories(RUNS, 404);
  for (const way of ["by itself", "in a lot", "after fixes"])
    expect(seen.get(way) ?? 0, way).toBeGreaterThan(0);
});
