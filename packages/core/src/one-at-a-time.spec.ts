import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { createLock, createTurns } from "./one-at-a-time.ts";

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

it("lets so many have their turn at a time, and the next when one of them has ended", async () => {
  const turns = createTurns(2);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const asked = ["a", "b", "c", "d"].map(async (name) => {
    ends.set(name, await turns());
    begun.push(name);
  });
  await Promise.all(asked.slice(0, 2));
  await setImmediate();
  expect(begun).toEqual(["a", "b"]);
  ends.get("b")?.();
  await asked[3];
  expect(begun).toEqual(["a", "b", "d"]);
  ends.get("a")?.();
  await asked[2];
  expect(begun).toEqual(["a", "b", "d", "c"]);
});
