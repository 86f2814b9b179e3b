import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { createLock } from "./one-at-a-time.ts";

it("gives a turn when everybody before has ended theirs, in the order in which they asked", async () => {
  const lock = createLock();
  const begun: number[] = [];
  const [first, second, third] = [1, 2, 3].map((number) =>
    lock().then((end) => {
      begun.push(number);
      return end;
    }),
  );
  const endFirst = await first;
  await setImmediate();
  expect(begun).toEqual([1]);
  endFirst?.();
  const endSecond = await second;
  await setImmediate();
  expect(begun).toEqual([1, 2]);
  endSecond?.();
  (await third)?.();
  (await lock())();
  expect(begun).toEqual([1, 2, 3]);
});
