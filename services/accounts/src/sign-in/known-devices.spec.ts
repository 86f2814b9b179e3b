import { createInMemorySecrets } from "@sogoc/core";
import { expect, it } from "vitest";
import { DEVICE_DAYS, loadKnownDevices } from "./known-devices.ts";

const DAY_MS = 24 * 3_600_000;

it("a browser is known to the account that signed in there, for a time, and to this installation alone", async () => {
  let now = Date.parse("2026-03-01T00:00:00Z");
  const clock = { now: () => new Date(now) };
  const secrets = createInMemorySecrets();
  const devices = await loadKnownDevices(secrets, clock);
  const known = (accountId: string, passwordChanges = 2) => ({ accountId, passwordChanges });
  const one = known("a-1");
  const kept = devices.issue(one);
  const mark = devices.find(one, kept);
  expect(mark).toBe(kept.split(".")[0]);
  expect(devices.find(known("a-2"), kept)).toBeUndefined();
  expect(devices.find(one, undefined)).toBeUndefined();
  for (const forged of [
    "",
    "..",
    kept.slice(0, -1),
    kept.replace(/^./, (first) => (first === "A" ? "B" : "A")),
    `${kept}x`,
  ])
    expect(devices.find(one, forged), forged).toBeUndefined();
  // Whoever signed in before the password was set anew may have been somebody else.
  expect(devices.find(known("a-1", 3), kept)).toBeUndefined();
  // Another instance knows it too; another installation does not.
  expect((await loadKnownDevices(secrets, clock)).find(one, kept)).toBe(mark);
  expect((await loadKnownDevices(createInMemorySecrets(), clock)).find(one, kept)).toBeUndefined();
  now -= 2 * DAY_MS;
  expect(devices.find(one, kept), "issued while the clock was ahead").toBeUndefined();
  now += 2 * DAY_MS;
  now += DEVICE_DAYS * DAY_MS;
  expect(devices.find(one, kept)).toBe(mark);
  now += DAY_MS;
  expect(devices.find(one, kept)).toBeUndefined();
});
