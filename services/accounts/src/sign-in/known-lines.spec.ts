import { createInMemorySecrets } from "@sogoc/core";
import { expect, it } from "vitest";
import { DEVICE_DAYS } from "./known-devices.ts";
import { loadKnownLines } from "./known-lines.ts";

const DAY_MS = 24 * 3_600_000;
const office = "203.0.113.7";

it("a line is known to the account that signed in there with the password of now, for a time", async () => {
  let now = Date.parse("2026-03-01T00:00:00Z");
  const lines = await loadKnownLines(createInMemorySecrets(), { now: () => new Date(now) });
  const known = (accountId: string, passwordChanges = 2) => ({ accountId, passwordChanges });
  await lines.remember(known("a-1"), office);
  expect(await lines.knows(known("a-1"), office)).toBe(true);
  expect(await lines.knows(known("a-1"), "203.0.113.8")).toBe(false);
  expect(await lines.knows(known("a-2"), office)).toBe(false);
  // Whoever signed in there before the password was set anew may have been somebody else.
  expect(await lines.knows(known("a-1", 3), office)).toBe(false);
  await lines.remember(known("a-1", 3), office);
  expect(await lines.knows(known("a-1", 3), office)).toBe(true);
  now -= 2 * DAY_MS;
  expect(await lines.knows(known("a-1", 3), office), "kept while the clock was ahead").toBe(false);
  now += 2 * DAY_MS;
  now += (DEVICE_DAYS + 1) * DAY_MS;
  expect(await lines.knows(known("a-1", 3), office)).toBe(false);
});
