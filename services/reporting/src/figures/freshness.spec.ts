import type { SubscriptionStatus } from "@sogoc/core";
import { describe, expect, it } from "vitest";
import * as make from "../testing/events.ts";
import { startWorld } from "../testing/world.ts";
import { createFreshness } from "./freshness.ts";

/** How current figures are over a log of three events an hour apart. */
const freshnessWith = async (positions: Readonly<Record<string, number>>) => {
  const { ports, happen, stop } = await startWorld("2026-03-01T06:00:00.000Z");
  await stop();
  const first = (await ports.store.head()) + 1;
  for (const hour of [1, 2, 3]) {
    const recordId = `record-${hour}`;
    await happen(`record-${recordId}`, [make.recordEntered({ recordId })], {
      at: `2026-03-01T0${hour}:00:00.000Z`,
    });
  }
  const head = await ports.store.head();
  const subscriptions = Object.entries(positions).map(([consumer, handled]) => ({
    consumer,
    status: async (): Promise<SubscriptionStatus> => {
      const position = first - 1 + handled;
      return { consumer, position, behind: head - position, parked: 0 };
    },
  }));
  return { first, freshness: createFreshness(() => subscriptions, ports) };
};

describe("freshness", () => {
  it("is without age once everything is in the figures", async () => {
    const { freshness, first } = await freshnessWith({ "reporting/reporting-books": 3 });
    expect(await freshness(["books"])).toEqual({
      position: first + 2,
      asOf: "2026-03-01T03:00:00.000Z",
      ageMs: 0,
    });
  });

  it("is as old as the oldest event that is missing in the slowest of the models asked for", async () => {
    const { freshness, first } = await freshnessWith({
      "reporting/reporting-books": 3,
      "reporting/reporting-days": 1,
      "reporting/reporting-batches": 0,
    });
    const age = 4 * 3_600_000;
    expect(await freshness(["books", "days"])).toEqual({
      position: first,
      asOf: "2026-03-01T01:00:00.000Z",
      ageMs: age,
    });
  });
});
