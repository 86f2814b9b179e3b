import { expect, it } from "vitest";
import { createTurns } from "./turns.ts";

it("lets others have a turn in the middle of long work, and asks for none while there is little of it", async () => {
  const turns = createTurns();
  expect(turns()).toBeUndefined();
  let isTurnOfOthers = false;
  setImmediate(() => {
    isTurnOfOthers = true;
  });
  let pieces = 0;
  while (!isTurnOfOthers) {
    pieces += 1;
    await turns();
  }
  expect(pieces).toBeGreaterThan(1);
});
