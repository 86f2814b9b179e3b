import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { EventStore } from "../event-store.ts";
import { createInMemoryEventStore } from "../in-memory/event-store.ts";
import { newEvent, newEvents } from "../testing/contract-events.ts";
import { PATIENCE_MS } from "../testing/patience.ts";
import { type ConsumerState, createInMemoryConsumerState } from "./consumer-state.ts";
import { createLogBus } from "./log-bus.ts";

const appendMany = async (store: EventStore, prefix: string, appends: number, each: number) => {
  for (let index = 0; index < appends; index++)
    await store.append(`${prefix}-${index}`, -1, newEvents(`${prefix}${index}`, each));
};

const until = async (condition: () => boolean) => expect.poll(condition, { interval: 5 }).toBe(true);

describe("the log bus", () => {
  it("steps over nothing when a slow consumer is flooded beyond what is kept for it in memory", async () => {
    const store = createInMemoryEventStore();
    const bus = createLogBus({ store, consumers: createInMemoryConsumerState() });
    const positions: number[] = [];
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const subscription = await bus.subscribe({
      consumer: "slow",
      eventTypes: ["LeafTurned"],
      maxEvents: 700,
      onDelivery: async ({ events }) => {
        positions.push(...events.map((event) => event.position));
        if (positions.length === events.length) await gate;
        // Commits that come between deliveries, when part of what was kept has been taken.
        if (positions.length < 9_000) await appendMany(store, `more${positions.length}`, 3, 10);
      },
    });
    await appendMany(store, "flood", 90, 100);
    release();
    await until(() => positions.length >= 9_000);
    expect(await subscription.caughtUp(await store.head(), PATIENCE_MS)).toBe(true);
    expect(positions).toEqual(positions.map((_, index) => index + 1));
    expect(positions).toHaveLength(await store.head());
    await bus.close();
  });

  it("goes on by itself after the store could not be read", async () => {
    const inner = createInMemoryEventStore();
    await appendMany(inner, "s", 2, 2);
    let failures = 2;
    const store: EventStore = {
      ...inner,
      readAll: async (options) => {
        if (failures-- > 0) throw new Error("không mở được tệp");
        return inner.readAll(options);
      },
    };
    const bus = createLogBus({ store, consumers: createInMemoryConsumerState() });
    const seen: string[] = [];
    await bus.subscribe({
      consumer: "c",
      eventTypes: ["LeafTurned"],
      onDelivery: async ({ events }) => void seen.push(...events.map(({ id }) => id)),
    });
    await until(() => seen.length === 4);
    await bus.close();
  });

  it("goes on when a checkpoint could not be noted down, and notes it later", async () => {
    const store = createInMemoryEventStore();
    const inner = createInMemoryConsumerState();
    let failures = 1;
    const consumers: ConsumerState = {
      ...inner,
      saveCheckpoint: async (consumer, position) => {
        if (failures-- > 0) throw new Error("đĩa đầy");
        return inner.saveCheckpoint(consumer, position);
      },
    };
    const bus = createLogBus({ store, consumers });
    const seen: string[] = [];
    const subscription = await bus.subscribe({
      consumer: "c",
      eventTypes: ["LeafTurned"],
      onDelivery: async ({ events }) => void seen.push(...events.map(({ id }) => id)),
    });
    await appendMany(store, "s", 1, 2);
    expect(await subscription.caughtUp(2, PATIENCE_MS)).toBe(true);
    await until(() => new Set(seen).size === 2);
    await bus.close();
    expect(await inner.checkpoint("c")).toBe(2);
  });

  it("never hands over two deliveries of one consumer at the same time, replays included", async () => {
    const store = createInMemoryEventStore();
    const parkedBefore = createInMemoryConsumerState();
    await appendMany(store, "old", 3, 1);
    for (const position of [1, 2, 3]) {
      await parkedBefore.park({
        consumer: "c",
        position,
        stream: `old-${position - 1}`,
        reason: "trước",
        at: "2026-03-01T00:00:00Z",
      });
    }
    await parkedBefore.saveCheckpoint("c", 3);
    const bus = createLogBus({ store, consumers: parkedBefore });
    let inside = 0;
    let most = 0;
    const subscription = await bus.subscribe({
      consumer: "c",
      eventTypes: ["LeafTurned"],
      onDelivery: async () => {
        most = Math.max(most, ++inside);
        await pause(5);
        inside--;
      },
    });
    const replayed = bus.replayParked("c");
    await appendMany(store, "new", 5, 1);
    expect(await replayed).toBe(3);
    expect(await subscription.caughtUp(8, PATIENCE_MS)).toBe(true);
    expect(most).toBe(1);
    await bus.close();
  });

  it("says of what it cannot handle nothing that stands in it", async () => {
    const store = createInMemoryEventStore();
    for (const index of [0, 1, 2, 3]) {
      const data = { name: `Nguyễn Văn An ${index}` };
      await store.append(`s-${index}`, -1, [newEvent(`e-${index}`, { data })]);
    }
    const told: string[] = [];
    const bus = createLogBus({
      store,
      consumers: createInMemoryConsumerState(),
      onTrouble: ({ reason }) => void told.push(reason),
      onParked: ({ reason }) => void told.push(reason),
    });
    const subscription = await bus.subscribe({
      consumer: "c",
      eventTypes: ["LeafTurned"],
      onDelivery: async ({ events: [first] }) => {
        const { name } = (first?.data ?? {}) as { name?: string };
        if (name !== undefined) throw new TypeError(`cannot fold the name ${name}`);
      },
    });
    await until(() => told.length > 0);
    expect((await subscription.status()).trouble).toBe("TypeError: cannot fold the name …");
    expect(await subscription.caughtUp(4, PATIENCE_MS)).toBe(true);
    expect(new Set(told)).toEqual(new Set(["TypeError: cannot fold the name …"]));
    await bus.close();
  });

  it("tells of what it parks, and refuses a second subscription of the same name", async () => {
    const store = createInMemoryEventStore();
    const told: string[] = [];
    const bus = createLogBus({
      store,
      consumers: createInMemoryConsumerState(),
      now: () => new Date("2026-03-01T00:00:00Z"),
      onParked: ({ consumer, position, at }) => void told.push(`${consumer} ${position} ${at}`),
    });
    const options = {
      consumer: "c",
      eventTypes: ["LeafTurned"],
      onDelivery: async ({ events }: { events: readonly unknown[] }) => {
        if (events.length > 0) throw new Error("luôn hỏng");
      },
    };
    const subscription = await bus.subscribe(options);
    await expect(bus.subscribe(options)).rejects.toThrow("subscribed already");
    await appendMany(store, "s", 1, 2);
    expect(await subscription.caughtUp(2, PATIENCE_MS)).toBe(true);
    expect(told).toEqual(["c 1 2026-03-01T00:00:00.000Z", "c 2 2026-03-01T00:00:00.000Z"]);
    await bus.close();
    expect(await bus.replayParked("c")).toBe(0);
  });
});
