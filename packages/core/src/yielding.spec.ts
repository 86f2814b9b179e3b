import { expect, it } from "vitest";
import { createYielding } from "./yielding.ts";

it("lets others have a turn in the middle of long work, and asks for none while there is little of it", async () => {
  const yieldNow = createYielding();
  expect(yieldNow()).toBeUndefined();
  let isTurnOfOthers = false;
  setImmediate(() => {
    isTurnOfOthers = true;
  });
  let pieces = 0;
  while (!isTurnOfOthers) {
    pieces += 1;
    await yieldNow();
  }
  expect(pieces).toBeGreaterThan(1);
});
