import { describe, expect, it } from "vitest";
import type { EventStore } from "./event-store.ts";
import { createInMemoryEventStore } from "./in-memory/event-store.ts";
import { createInMemoryReadModels } from "./in-memory/read-models.ts";
import { type ConsumerState, createInMemoryConsumerState } from "./log-bus/consumer-state.ts";
import { createLogBus } from "./log-bus/log-bus.ts";
import type { Projection } from "./projection.ts";
import { rebuildProjection, runProjection } from "./projection-runner.ts";
import { newEvents } from "./testing/contract-events.ts";
import { PATIENCE_MS } from "./testing/patience.ts";

interface Count {
  readonly id: string;
  readonly leaves: number;
}

/** Counts and keeps nothing else of an event: one that is handled twice is seen at once. */
const counting = (broken: ReadonlySet<string>, version = 1): Projection<Count> => ({
  definition: { name: "counts", version, columns: {}, indexes: [] },
  eventTypes: ["LeafTurned"],
  keys: () => ["all"],
  evolve: (count, event, id) => {
    if (broken.has(event.id)) throw new Error("lỗi trong mã");
    return { id, leaves: (count?.leaves ?? 0) + 1 };
  },
});

const append = async (store: EventStore, stream: string, prefix: string, count: number) => {
  const { length } = await store.readStream(stream);
  await store.append(stream, length - 1, newEvents(prefix, count));
};

/** Three leaves in two books, the second one of the first book parked, and behind it the third. */
const begin = async (consumers: ConsumerState = createInMemoryConsumerState()) => {
  const store = createInMemoryEventStore();
  const readModels = createInMemoryReadModels();
  const broken = new Set(["a-1"]);
  const bus = createLogBus({ store, consumers });
  const run = (version = 1) =>
    runProjection({
      projection: counting(broken, version),
      consumer: "counts",
      readModels,
      store,
      bus: createLogBus({ store, consumers }),
    });
  const running = await runProjection({ projection: counting(broken), consumer: "counts", bus, readModels });
  await append(store, "book-1", "a", 3);
  await append(store, "book-2", "b", 1);
  expect(await running.subscription.caughtUp(4, PATIENCE_MS)).toBe(true);
  expect((await bus.listParked("counts")).map(({ event }) => event.id)).toEqual(["a-1", "a-2"]);
  const leaves = async () => (await running.model.find("all"))?.leaves;
  expect(await leaves()).toBe(2);
  broken.clear();
  const rebuild = () => rebuildProjection({ projection: counting(broken), store, readModels });
  return { ...running, store, bus, run, leaves, rebuild, readModels };
};

describe("a parked event is counted once", () => {
  it("when the model was built anew while it ran", async () => {
    const { store, bus, subscription, leaves, rebuild } = await begin();
    await rebuild();
    expect(await leaves()).toBe(4);
    await append(store, "book-1", "c", 1);
    expect(await subscription.caughtUp(5, PATIENCE_MS)).toBe(true);
    expect(await bus.listParked("counts")).toEqual([]);
    expect(await bus.replayParked("counts")).toBe(0);
    expect(await leaves()).toBe(5);
    await bus.close();
  });

  it("when it is replayed before anything new has come to the model built anew", async () => {
    const { bus, leaves, rebuild } = await begin();
    await rebuild();
    expect(await bus.replayParked("counts")).toBe(0);
    expect(await bus.listParked("counts")).toEqual([]);
    expect(await leaves()).toBe(4);
    await bus.close();
  });

  it("when a new version was built anew at the start", async () => {
    const { store, bus, run, leaves } = await begin();
    await bus.close();
    const { subscription } = await run(2);
    await append(store, "book-1", "c", 1);
    expect(await subscription.caughtUp(5, PATIENCE_MS)).toBe(true);
    expect(await subscription.status()).toMatchObject({ parked: 0, behind: 0 });
    expect(await leaves()).toBe(5);
    await subscription.stop();
  });

  it("when the process ended between its replay and the note of it", async () => {
    const inner = createInMemoryConsumerState();
    let failures = 1;
    const unpark: ConsumerState["unpark"] = async (consumer, position) => {
      if (failures-- > 0) throw new Error("mất điện");
      await inner.unpark(consumer, position);
    };
    const { bus, leaves } = await begin({ ...inner, unpark });
    await expect(bus.replayParked("counts")).rejects.toThrow("mất điện");
    expect(await leaves()).toBe(3);
    expect(await bus.replayParked("counts")).toBe(2);
    expect(await leaves()).toBe(4);
    expect(await bus.listParked("counts")).toEqual([]);
    await bus.close();
  });
});
