import { expect, it } from "vitest";
import { isSame, limitsOnDay } from "./limits-on.ts";

const change = (from: string, key: number) => ({
  from,
  level: "II" as const,
  key,
  other: 4,
  reason: "Sổ cũ",
  changedBy: "chinh",
  changedAt: "2026-03-01T01:00:00.000Z",
  replaced: false,
});
const inForce = { level: "II" as const, key: 1, other: 4, setFor: null };
const limits = { inForce, changes: [change("2026-03-01", 4), change("2026-05-01", 10)] };

it("what holds on a day is the last that was set for it, else what is in force", () => {
  expect(limitsOnDay(limits, "2026-02-28").key).toBe(1);
  expect(limitsOnDay(limits, "2026-04-30").key).toBe(4);
  expect(limitsOnDay(limits, "2026-05-01").key).toBe(10);
});

it("setting what the unit has set for that day already changes nothing", () => {
  const wish = { level: "II", key: 4, other: 4 } as const;
  expect(isSame(limits, "2026-04-30", wish)).toBe(true);
  expect(isSame(limits, "2026-05-01", wish)).toBe(false);
  // What holds by default, or from above, may be set for the unit itself.
  expect(isSame(limits, "2026-02-28", { level: "II", key: 1, other: 4 })).toBe(false);
});
