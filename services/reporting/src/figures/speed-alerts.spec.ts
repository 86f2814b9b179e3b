import { project } from "@sogoc/core/testing";
import { describe, expect, it } from "vitest";
import { paces } from "../read-models/paces.ts";
import { recordChecked, recordEntered } from "../testing/events.ts";
import { stream } from "../testing/stories.ts";
import { alertOf, impossiblePerMinute } from "./speed-alerts.ts";

const at = "2026-03-09T03:15:00.000Z";
const rows = (events: Parameters<typeof stream>[1]) => [...project(paces, stream("x", events, at)).values()];

describe("impossible speed", () => {
  it("is more cases in a minute than a person can type or compare", () => {
    const many = (count: number) => ({ kind: "keyed" as const, minutes: { "03:15": count }, fastest: count });
    expect(alertOf(many(impossiblePerMinute.keyed))).toBeUndefined();
    expect(alertOf(many(5))).toEqual({ fastest: 5, minutes: 1, cases: 5 });
    const checked = { kind: "checked" as const, minutes: { "03:15": 12, "03:16": 13 }, fastest: 13 };
    expect(alertOf(checked)).toEqual({ fastest: 13, minutes: 1, cases: 13 });
  });

  it("is counted by minute, kind and person, and not for imports", () => {
    const found = rows([
      recordEntered({ recordId: "a" }),
      recordEntered({ recordId: "b" }),
      recordEntered({ recordId: "c", source: "imported" }),
      recordChecked({ recordId: "a", checkedBy: "checker-1" }),
    ]);
    expect(found.map(({ account, kind, day, fastest }) => [account, kind, day, fastest])).toEqual([
      ["clerk-1", "keyed", "2026-03-09", expect.any(Number)],
      ["checker-1", "checked", "2026-03-09", 1],
    ]);
    const [keyed] = found;
    expect(Object.values(keyed?.minutes ?? {}).reduce((sum, count) => sum + count, 0)).toBe(2);
  });
});
