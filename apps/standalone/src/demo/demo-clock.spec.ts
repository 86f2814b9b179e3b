import { describe, expect, it } from "vitest";
import { createDemoClock, DAY_MS } from "./demo-clock.ts";

const at = (iso: string) => createDemoClock(Date.parse(iso), 3);

describe("the demo's clock", () => {
  it("begins on a morning in Vietnam and goes on to later mornings only", () => {
    const clock = at("2026-03-09T09:00:00Z");
    expect(clock.now().toISOString()).toBe("2026-03-06T01:00:00.000Z");
    clock.reach(1);
    clock.reach(2);
    expect(clock.now().toISOString()).toBe("2026-03-08T01:00:00.000Z");
  });

  it("does its last work today, and never in the future", () => {
    const clock = at("2026-03-09T09:00:00Z");
    clock.reach(0);
    expect(clock.now().toISOString()).toBe("2026-03-09T07:00:00.000Z");
    clock.advance(DAY_MS);
    expect(clock.now().toISOString()).toBe("2026-03-09T09:00:00.000Z");
    const night = at("2026-03-09T17:30:00Z");
    night.reach(0);
    expect(night.now().toISOString()).toBe("2026-03-09T17:00:00.000Z");
  });
});
