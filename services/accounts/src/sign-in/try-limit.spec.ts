import { expect, it } from "vitest";
import { createTryLimit } from "./try-limit.ts";

const start = () => {
  let now = Date.parse("2026-03-01T00:00:00Z");
  const limit = createTryLimit({ now: () => new Date(now) }, 2, 60_000);
  const later = (ms: number) => {
    now += ms;
  };
  return { limit, later };
};

it("as many tries as may be are taken of one key, and anew in the next stretch", () => {
  const { limit, later } = start();
  limit.take("a");
  limit.take("a");
  expect(() => limit.take("a")).toThrow("rate-limited");
  limit.take("b");
  later(60_000);
  limit.take("a");
});

it("a try that is taken back does not count, nor does it after its stretch is over", () => {
  const { limit, later } = start();
  const first = limit.take("a");
  const second = limit.take("a");
  first();
  limit.take("a");
  expect(() => limit.take("a")).toThrow("rate-limited");
  later(60_000);
  second();
  limit.take("a");
  limit.take("a");
  expect(() => limit.take("a")).toThrow("rate-limited");
});
