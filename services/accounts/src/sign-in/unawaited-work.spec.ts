import { expect, it } from "vitest";
import { createUnawaitedWork } from "./unawaited-work.ts";

it("tells of each failure by the name of its own work, and goes on with the rest", async () => {
  const told: [string, unknown][] = [];
  const unawaited = createUnawaitedWork((name, error) => told.push([name, error]));
  const fault = new Error("full");
  let done = false;
  unawaited.start("known network", () => Promise.reject(fault));
  unawaited.start("sign-in refusal", async () => {
    done = true;
  });
  await unawaited.finished();
  expect(told).toEqual([["known network", fault]]);
  expect(done).toBe(true);
});
