import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NewEvent, RecordedEvent } from "./event.ts";
import type { EventBus, SubscribeOptions } from "./event-bus.ts";
import type { EventStore } from "./event-store.ts";
import { createInMemoryEventStore } from "./in-memory/event-store.ts";
import { createInMemoryReadModels } from "./in-memory/read-models.ts";
import { createInMemoryConsumerState } from "./log-bus/consumer-state.ts";
import { createLogBus } from "./log-bus/log-bus.ts";
import type { Projection } from "./projection.ts";
import { LOG_LANE, rebuildProjection, runProjection } from "./projection-runner.ts";
import type { Document, ReadModel, ReadModelDefinition, ReadModels } from "./read-models.ts";
import { newEvent } from "./testing/contract-events.ts";
import { PATIENCE_MS } from "./testing/patience.ts";

interface Shelf {
  readonly id: string;
  readonly seen: readonly string[];
}

/**
 * Each event concerns one or two documents; adding is not idempotent, so that anything seen twice
 * shows.
 */
const shelves = (version = 1): Projection<Shelf> => ({
  definition: { name: "shelves", version, columns: {}, indexes: [] },
  eventTypes: ["Put", "Cleared"],
  keys: (event) => (event.data as { shelves: string[] }).shelves,
  evolve: (shelf, event, id) =>
    event.type === "Cleared"
      ? undefined
      : { id, seen: [...(shelf?.seen ?? []), `${event.stream}/${event.revision}`] },
});

const step = fc.record({
  type: fc.constantFrom("Put", "Put", "Put", "Cleared", "Ignored"),
  stream: fc.constantFrom("s-1", "s-2", "s-3"),
  shelves: fc.uniqueArray(fc.constantFrom("x", "y", "z"), { minLength: 1, maxLength: 2 }),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const append = async (store: EventStore, steps: readonly Step[]) => {
  for (const [index, { type, stream, shelves: data }] of steps.entries()) {
    const { length } = await store.readStream(stream);
    const event: NewEvent = newEvent(`${stream}-${length}-${index}`, { type, data: { shelves: data } });
    await store.append(stream, length - 1, [event]);
  }
};

const textOf = async (model: ReadModel<Shelf>): Promise<string> => {
  const all: Shelf[] = [];
  for await (const document of model.all()) all.push(document);
  return JSON.stringify(all);
};

const rebuilt = async (store: EventStore, pageSize: number): Promise<string> => {
  const readModels = createInMemoryReadModels();
  await rebuildProjection({ projection: shelves(), store, readModels, pageSize });
  return textOf(await readModels.open<Shelf>(shelves().definition));
};

/** A bus that only hands over what a test gives it. */
const handBus = () => {
  let subscribed: SubscribeOptions | undefined;
  const bus: EventBus = {
    async subscribe(options) {
      subscribed = options;
      await options.startAfter?.(LOG_LANE);
      return {
        consumer: options.consumer,
        status: () => Promise.reject(),
        caughtUp: async () => true,
        stop: async () => {},
      };
    },
    listParked: async () => [],
    replayParked: async () => 0,
    close: async () => {},
  };
  const deliver = (events: readonly RecordedEvent[], upTo = events.at(-1)?.position ?? 0) => {
    if (!subscribed) throw new Error("Nobody subscribed.");
    const { eventTypes, onDelivery } = subscribed;
    return onDelivery({
      lane: LOG_LANE,
      upTo,
      events: events.filter((event) => eventTypes.includes(event.type)),
    });
  };
  return { bus, deliver };
};

describe("a running projection", () => {
  it("equals its rebuild byte for byte, whatever is delivered twice, late or after a crash", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.array(fc.record({ back: fc.nat(6), count: fc.integer({ min: 1, max: 6 }), crash: fc.boolean() }), {
          maxLength: 30,
        }),
        fc.integer({ min: 1, max: 7 }),
        async (steps, deliveries, pageSize) => {
          const store = createInMemoryEventStore();
          await append(store, steps);
          const { events } = await store.readAll({ after: 0, limit: 1_000 });
          const readModels = createInMemoryReadModels();
          let { bus, deliver } = handBus();
          let { model } = await runProjection({ projection: shelves(), consumer: "c", bus, readModels });
          let next = 0;
          for (const { back, count, crash } of [
            ...deliveries,
            { back: 0, count: events.length, crash: false },
          ]) {
            if (crash) {
              ({ bus, deliver } = handBus());
              ({ model } = await runProjection({ projection: shelves(), consumer: "c", bus, readModels }));
            }
            const from = Math.max(0, next - back);
            await deliver(events.slice(from, from + count));
            next = Math.max(next, Math.min(events.length, from + count));
          }
          expect(next).toBe(events.length);
          expect(await textOf(model)).toBe(await rebuilt(store, pageSize));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("follows a store through the bus", async () => {
    const store = createInMemoryEventStore();
    const bus = createLogBus({ store, consumers: createInMemoryConsumerState() });
    const { model, subscription } = await runProjection({
      projection: shelves(),
      consumer: "c",
      bus,
      readModels: createInMemoryReadModels(),
    });
    await append(store, [
      { type: "Put", stream: "s-1", shelves: ["x"] },
      { type: "Ignored", stream: "s-1", shelves: ["x"] },
      { type: "Put", stream: "s-1", shelves: ["x", "y"] },
    ]);
    expect(await subscription.caughtUp(3, PATIENCE_MS)).toBe(true);
    expect(await textOf(model)).toBe(await rebuilt(store, 2));
    expect(await model.find("x")).toEqual({ id: "x", seen: ["s-1/0", "s-1/2"] });
    await bus.close();
  });

  it("does not lose what a failing commit did not write", async () => {
    const store = createInMemoryEventStore();
    await append(store, [
      { type: "Put", stream: "s-1", shelves: ["x"] },
      { type: "Put", stream: "s-2", shelves: ["x"] },
    ]);
    const inner = createInMemoryReadModels();
    let failures = 1;
    const readModels: ReadModels = {
      ...inner,
      open: async (definition) => {
        const model = await inner.open<Shelf>(definition);
        const commit: typeof model.commit = async (changes) => {
          if (failures-- > 0) throw new Error("đĩa đầy");
          return model.commit(changes);
        };
        return { ...model, commit } as never;
      },
    };
    const bus = createLogBus({ store, consumers: createInMemoryConsumerState() });
    const { model, subscription } = await runProjection({
      projection: shelves(),
      consumer: "c",
      bus,
      readModels,
    });
    expect(await subscription.caughtUp(2, PATIENCE_MS)).toBe(true);
    expect(await model.find("x")).toEqual({ id: "x", seen: ["s-1/0", "s-2/0"] });
    await bus.close();
  });

  it("is rebuilt at the start when its version has changed, and only then", async () => {
    const store = createInMemoryEventStore();
    const readModels = createInMemoryReadModels();
    await append(store, [{ type: "Put", stream: "s-1", shelves: ["x"] }]);
    const live = await readModels.open<Shelf>(shelves(1).definition);
    await live.commit({ lane: LOG_LANE, position: 1, puts: [{ id: "old", seen: [] }], deletes: [] });
    const bus = createLogBus({ store, consumers: createInMemoryConsumerState() });
    const same = await runProjection({ projection: shelves(1), consumer: "c1", bus, readModels, store });
    expect(await same.model.find("old")).toBeDefined();
    const { model } = await runProjection({ projection: shelves(2), consumer: "c2", bus, readModels, store });
    expect(await model.find("old")).toBeUndefined();
    expect(await model.find("x")).toEqual({ id: "x", seen: ["s-1/0"] });
    expect(await readModels.liveVersion("shelves")).toBe(2);
    await bus.close();
  });

  it("is built from the log at the start when it is not there, and nothing is read for it while there are no events", async () => {
    const store = createInMemoryEventStore();
    let reads = 0;
    const watched: EventStore = {
      ...store,
      readAll: (options) => {
        reads++;
        return store.readAll(options);
      },
    };
    const { bus } = handBus();
    const run = () => {
      const readModels = createInMemoryReadModels();
      return runProjection({ projection: shelves(), consumer: "c", bus, readModels, store: watched });
    };
    await run();
    expect(reads).toBe(0);
    await append(store, [
      { type: "Put", stream: "s-2", shelves: ["x"] },
      { type: "Put", stream: "s-1", shelves: ["x", "y"] },
    ]);
    // Nothing has been delivered here, whatever the lanes still hold and in which order.
    const { model } = await run();
    expect(await textOf(model)).toBe(await rebuilt(store, 100));
  });

  it("leaves the live model as it is when a rebuild fails", async () => {
    const store = createInMemoryEventStore();
    await append(store, [{ type: "Put", stream: "s-1", shelves: ["x"] }]);
    const readModels = createInMemoryReadModels();
    await rebuildProjection({ projection: shelves(), store, readModels });
    const failing: Projection<Shelf> = {
      ...shelves(2),
      evolve: () => {
        throw new Error("không đọc được");
      },
    };
    await expect(rebuildProjection({ projection: failing, store, readModels })).rejects.toThrow(
      "không đọc được",
    );
    expect(await readModels.liveVersion("shelves")).toBe(1);
    expect(await (await readModels.open<Shelf>(shelves().definition)).find("x")).toBeDefined();
  });
  it("may go on while it is rebuilt: nothing is lost and nothing is seen twice", async () => {
    const store = createInMemoryEventStore();
    const bus = createLogBus({ store, consumers: createInMemoryConsumerState() });
    const readModels = createInMemoryReadModels();
    const put = (count: number): Step[] =>
      Array.from({ length: count }, () => ({ type: "Put", stream: "s-1", shelves: ["x", "y"] }));
    await append(store, put(20));
    const slow: ReadModels = {
      ...readModels,
      // Engines that really wait give deliveries and rebuilds every chance to get between each
      // other.
      async open<Doc extends Document>(definition: ReadModelDefinition) {
        const model = await readModels.open<Doc>(definition);
        const commit: typeof model.commit = async (changes) => {
          await pause(1);
          await model.commit(changes);
        };
        return { ...model, commit };
      },
    };
    const { model, subscription } = await runProjection({
      projection: shelves(),
      consumer: "c",
      readModels: slow,
      store,
      bus: { ...bus, subscribe: (options) => bus.subscribe({ ...options, maxEvents: 3 }) },
    });
    for (let round = 0; round < 3; round++) {
      const rebuilding = rebuildProjection({ projection: shelves(), store, readModels: slow, pageSize: 4 });
      await append(store, put(10));
      await rebuilding;
    }
    expect(await subscription.caughtUp(await store.head(), PATIENCE_MS)).toBe(true);
    expect(await textOf(model)).toBe(await rebuilt(store, 100));
    await bus.close();
  });
});
