import { createInMemoryEventStore, type EventStore, type NewEvent } from "@sogoc/core";
import { beforeEach, describe, expect, it } from "vitest";
import { watchClock } from "./clock-watch.ts";

const WORKED = "2026-03-03T03:00:00.000Z";
const WITHOUT_BATTERY = "2019-01-01T00:00:00.000Z";

describe("the clock of one service of several", () => {
  let store: EventStore;
  let now: string;
  let told: string[];
  let revision: number;
  beforeEach(() => {
    // Others append too, and positions are not to be counted with.
    store = { ...createInMemoryEventStore(), exclusive: false };
    store.readAll = () => Promise.reject(new Error("The log is not read."));
    [now, told, revision] = [WORKED, [], -1];
  });

  const write = async (at: string): Promise<number> => {
    const actor = { account: "a", name: "A", roles: [], unit: "u" };
    const metadata = { actor, at, commandId: "c", correlationId: "c", previousHash: "", hash: "" };
    const event: NewEvent = { id: crypto.randomUUID(), type: "UnitRenamed", schema: 1, data: {}, metadata };
    const written = await store.append("unit-1", revision, [event]);
    if (!written.ok) throw new Error(written.reason);
    revision = written.revision;
    return written.position;
  };
  const watch = async (accepted = 0) => {
    const clock = { now: () => new Date(now) };
    const watching = watchClock({
      readAccepted: async () => accepted,
      acceptingWith: (position) => `SOGOC_CLOCK_ACCEPTED=${position}`,
      tell: (line) => told.push(line),
      clock,
      everyMs: 5,
    });
    await watching.begin(store);
    return watching;
  };

  it("is behind what was written last, by whichever service, and right again once it is set", async () => {
    const position = await write(WORKED);
    now = WITHOUT_BATTERY;
    const watching = await watch();
    expect(watching.clock.findBehind()).toEqual({ now: new Date(now), last: new Date(WORKED) });
    expect(await watching.health[0]?.findFault()).toContain("clock-behind");
    await expect.poll(() => told.join()).toContain(`SOGOC_CLOCK_ACCEPTED=${position}`);
    now = "2026-03-03T02:30:00.000Z";
    expect(watching.clock.findBehind()).toBeUndefined();
    const later = "2026-03-03T04:00:00.000Z";
    await write(later);
    expect(watching.clock.findBehind()).toEqual({ now: new Date(now), last: new Date(later) });
    watching.stop();
  });

  it("is right where somebody has said that what was written is of a clock that was ahead", async () => {
    const position = await write("2033-05-05T00:00:00.000Z");
    const watching = await watch(position);
    expect(watching.clock.findBehind()).toBeUndefined();
    await write("2026-03-03T05:00:00.000Z");
    expect(watching.clock.findBehind()).toMatchObject({ last: new Date("2026-03-03T05:00:00.000Z") });
    watching.stop();
  });

  it("is not asked of an empty log", async () => {
    now = WITHOUT_BATTERY;
    const watching = await watch();
    expect(watching.clock.findBehind()).toBeUndefined();
    watching.stop();
  });
});
