import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import {
  createInMemoryEventStore,
  createInMemoryReadModels,
  type Document,
  MAX_APPEND_BYTES,
  type Projection,
  type ReadModelDefinition,
  type ReadModels,
  type RecordedEvent,
  rebuildProjection,
  runProjection,
  StaleCommit,
} from "@sogoc/core";
import { eventBusContract, newEvents, PATIENCE_MS } from "@sogoc/core/testing";
import type { KafkaMessage } from "kafkajs";
import { afterAll, describe, expect, it } from "vitest";
import { findKafkaEngine } from "../../testing/kafka-engine.ts";
import { createInMemoryParkedEvents } from "../parked-events.ts";
import { openKafkaBus } from "./bus.ts";
import { createKafka } from "./client.ts";
import { eventFrom } from "./cloud-event.ts";
import { compareTopics } from "./compare-topic.ts";
import { startRelay } from "./relay.ts";
import { createTopics } from "./topics.ts";

const engine = await findKafkaEngine();
afterAll(() => engine?.stop());

const open = async () => {
  const kafka = createKafka({ brokers: (engine?.url ?? "").split(","), clientId: "test" });
  const topic = `test-${randomUUID().slice(0, 8)}`;
  const source = { service: "test", topic, eventTypes: ["LeafTurned", "CaseRead", "StampSeen"] };
  const admin = kafka.admin();
  await admin.connect();
  await createTopics(admin, [source], { partitions: 3 });
  const store = createInMemoryEventStore();
  const relay = await startRelay({ kafka, store, source });
  const parked = createInMemoryParkedEvents();
  const bus = () => openKafkaBus({ kafka, topics: [source], store, parked, groupPrefix: topic });
  return { kafka, admin, source, store, relay, bus };
};

if (!engine) describe.skip("Kafka", () => it("has no broker to run against", () => {}));
else {
  eventBusContract(`the Kafka bus (${engine.what})`, async () => {
    const { store, relay, admin, bus: openBus } = await open();
    let bus = await openBus();
    return {
      store,
      bus,
      restart: async () => {
        await bus.close();
        bus = await openBus();
        return bus;
      },
      close: async () => {
        await Promise.all([bus.close(), relay.stop()]);
        await admin.disconnect();
      },
    };
  });

  describe(`the relay (${engine.what})`, () => {
    const fill = async (world: Awaited<ReturnType<typeof open>>, prefix: string, count: number) => {
      for (let index = 0; index < count; index++) {
        const stream = `book-${index % 7}`;
        const { length } = await world.store.readStream(stream);
        await world.store.append(stream, length - 1, newEvents(`${prefix}${index}`, 2));
      }
    };
    /** What is on the topic, in each partition's order, until nothing comes any more. */
    const published = async ({ kafka, source, store }: Awaited<ReturnType<typeof open>>) => {
      const events: RecordedEvent[] = [];
      const head = await store.head();
      const consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 });
      await consumer.connect();
      await consumer.subscribe({ topics: [source.topic], fromBeginning: true });
      await consumer.run({ eachMessage: async ({ message }) => void events.push(eventFrom(message.value)) });
      await expect.poll(() => events.length).toBeGreaterThanOrEqual(head);
      await pause(300);
      await consumer.disconnect();
      return events;
    };
    const expectOnceAndInOrder = async (world: Awaited<ReturnType<typeof open>>) => {
      const events = await published(world);
      const { events: stored } = await world.store.readAll({ after: 0, limit: 100_000 });
      expect([...events].sort((a, b) => a.position - b.position)).toEqual(stored);
      for (const stream of new Set(stored.map((event) => event.stream))) {
        const revisions = events.filter((event) => event.stream === stream).map((event) => event.revision);
        expect(revisions).toEqual(revisions.map((_, index) => index));
      }
    };

    it("publishes each event once and in order while relays come, go and run beside each other", async () => {
      const world = await open();
      const options = { kafka: world.kafka, store: world.store, source: world.source, batchSize: 9 };
      const second = await startRelay(options);
      await fill(world, "a", 40);
      await world.relay.stop();
      await fill(world, "b", 40);
      const third = await startRelay(options);
      await expect.poll(() => [second, third].filter((relay) => relay.status().active).length).toBe(1);
      await fill(world, "c", 40);
      await second.stop();
      await fill(world, "d", 10);
      await expectOnceAndInOrder(world);
      expect(third.status()).toEqual({ active: true, position: await world.store.head(), fault: undefined });
      await third.stop();
      await world.admin.disconnect();
    });

    it("begins again with what Kafka knows when it breaks off between reading and publishing", async () => {
      const world = await open();
      await world.relay.stop();
      let failures = 3;
      const relay = await startRelay({
        kafka: world.kafka,
        store: world.store,
        source: world.source,
        batchSize: 5,
        beforePublish: async (events) => {
          if (events.length > 0 && failures-- > 0) throw new Error("mất điện");
        },
      });
      await fill(world, "a", 20);
      await expectOnceAndInOrder(world);
      expect(failures).toBeLessThan(0);
      expect(relay.status().fault).toBeUndefined();
      await relay.stop();
      await world.admin.disconnect();
    });

    it("publishes nothing from a log that is older than what it published, or another one, and says so", async () => {
      const world = await open();
      await fill(world, "a", 12);
      const head = await world.store.head();
      await expect.poll(() => world.relay.status().position).toBe(head);
      await world.relay.stop();
      const { events } = await world.store.readAll({ after: 0, limit: head });
      const [older, other] = [createInMemoryEventStore(), createInMemoryEventStore()];
      await older.restore(events.slice(0, -3));
      for (const { stream, revision } of events)
        await other.append(stream, revision - 1, newEvents(`o-${stream}-${revision}`, 1));
      const { kafka, source } = world;
      for (const [store, why] of [
        [older, `it ends at position ${head - 3}, and Kafka has come to ${head}`],
        [other, `another event stands at position ${head}`],
      ] as const) {
        const relay = await startRelay({ kafka, store, source });
        await expect.poll(() => relay.status().fault).toContain(why);
        await relay.stop();
      }
      const back = await startRelay({ kafka, store: world.store, source });
      await expect.poll(() => back.status()).toMatchObject({ position: head, fault: undefined });
      await fill(world, "b", 3);
      await expectOnceAndInOrder(world);
      await back.stop();
      await world.admin.disconnect();
    });

    it("is compared with the store, event by event", async () => {
      const world = await open();
      await fill(world, "a", 12);
      const head = await world.store.head();
      await expect.poll(() => world.relay.status().position).toBe(head);
      const { kafka, store, source } = world;
      const { topic } = source;
      const whole = { topic, events: head, missing: [], repeated: 0, foreign: 0 };
      expect(await compareTopics(kafka, store, [source])).toEqual([whole]);
      await world.relay.stop();
      // A relay that is not given two events loses them.
      await fill(world, "b", 2);
      const [lost] = (await store.readAll({ after: head, limit: 1 })).events;
      const forgetful = {
        ...store,
        readAll: async (options: Parameters<typeof store.readAll>[0]) => {
          const page = await store.readAll(options);
          return { ...page, events: page.events.filter(({ position }) => position !== lost?.position) };
        },
      };
      const relay = await startRelay({ kafka, store: forgetful, source });
      const end = await store.head();
      await expect.poll(() => relay.status().position).toBe(end);
      await relay.stop();
      const producer = kafka.producer();
      await producer.connect();
      await producer.send({ topic, messages: [{ partition: 0, value: "{" }] });
      await producer.disconnect();
      await fill(world, "c", 1);
      const last = await startRelay({ kafka, store, source });
      await expect.poll(async () => last.status().position).toBe(await store.head());
      const [found] = await compareTopics(kafka, store, [source]);
      expect(found).toMatchObject({ events: await store.head(), missing: [lost?.position], repeated: 0 });
      // Behind the last event of its partition it need not have been read.
      expect(found?.foreign).toBeLessThanOrEqual(1);
      await last.stop();
      await world.admin.disconnect();
    });

    it("publishes the largest event that a store takes", async () => {
      const world = await open();
      const [event] = newEvents("a", 1);
      const text = "x".repeat(MAX_APPEND_BYTES - 2_000);
      if (event) await world.store.append("book-1", -1, [{ ...event, data: { text } }]);
      await expectOnceAndInOrder(world);
      await world.relay.stop();
      await world.admin.disconnect();
    });

    it("is without fault after it crashed and stands for election again, elected or not", async () => {
      const world = await open();
      await world.relay.stop();
      const crashes: (() => void)[] = [];
      const { kafka, store, source } = world;
      const crashing: typeof kafka = Object.create(kafka);
      crashing.consumer = (options) => {
        const consumer = kafka.consumer(options);
        const on = consumer.on.bind(consumer);
        const listen = (name: string, listener: (event: unknown) => void) => {
          const payload = { error: new Error("mất kết nối"), groupId: "", restart: true };
          if (name === consumer.events.CRASH) crashes.push(() => listener({ payload }));
          return on(name as "consumer.crash", listener);
        };
        consumer.on = listen as typeof on;
        return consumer;
      };
      const relays = [
        await startRelay({ kafka: crashing, store, source }),
        await startRelay({ kafka: crashing, store, source }),
      ];
      const faults = () => relays.map((relay) => relay.status().fault);
      const active = () => relays.filter((relay) => relay.status().active).length;
      await expect.poll(active).toBe(1);
      for (const crash of crashes) crash();
      expect(faults()).toEqual(["mất kết nối", "mất kết nối"]);
      // Whoever comes or goes has all of them elect anew.
      relays.push(await startRelay({ kafka, store, source }));
      await expect.poll(faults).toEqual([undefined, undefined, undefined]);
      await expect.poll(active).toBe(1);
      await Promise.all(relays.map((relay) => relay.stop()));
      await world.admin.disconnect();
    });

    it("publishes a page that is larger than a broker takes in one batch", async () => {
      const world = await open();
      const long = newEvents("a", 30).map((event) => ({ ...event, data: { text: "x".repeat(100_000) } }));
      for (const [revision, event] of long.entries())
        await world.store.append("book-1", revision - 1, [event]);
      const head = await world.store.head();
      await expect
        .poll(() => world.relay.status())
        .toEqual({ active: true, position: head, fault: undefined });
      await expectOnceAndInOrder(world);
      await world.relay.stop();
      await world.admin.disconnect();
    });
  });

  describe(`a Kafka consumer (${engine.what})`, () => {
    const begin = async () => {
      const world = await open();
      const buses = [await world.bus(), await world.bus()] as const;
      const append = async (prefix: string, count = 1) => {
        for (let index = 0; index < 6; index++) {
          const { length } = await world.store.readStream(`book-${index}`);
          await world.store.append(`book-${index}`, length - 1, newEvents(`${prefix}${index}`, count));
        }
        return world.store.head();
      };
      const close = async () => {
        await Promise.all([...buses.map((bus) => bus.close()), world.relay.stop()]);
        await world.admin.disconnect();
      };
      return { ...world, buses, append, close };
    };
    const counting = (seen: string[]) => ({
      eventTypes: ["LeafTurned"],
      onDelivery: async ({ events }: { readonly events: readonly RecordedEvent[] }) =>
        void seen.push(...events.map(({ stream, revision }) => `${stream}/${revision}`)),
    });

    it("is not held up by a foreign message", async () => {
      const { kafka, source, buses, append, close } = await begin();
      const producer = kafka.producer();
      await producer.connect();
      await producer.send({
        topic: source.topic,
        messages: [0, 1, 2].map((partition) => ({ partition, value: "{" })),
      });
      await producer.disconnect();
      const seen: string[] = [];
      const subscription = await buses[0].subscribe({ consumer: "reader", ...counting(seen) });
      expect(await subscription.caughtUp(await append("a"), PATIENCE_MS)).toBe(true);
      expect(seen).toHaveLength(6);
      await close();
    });

    it("is there while its group waits for a member that says nothing, and takes up its lanes then", async () => {
      const { kafka, admin, source, buses, append, close } = await begin();
      const head = await append("a");
      const groupId = `${source.topic}.reader`;
      const stuck = kafka.consumer({ groupId, sessionTimeout: 300_000, rebalanceTimeout: 300_000 });
      const silence = Promise.withResolvers<void>();
      const fell = Promise.withResolvers<void>();
      await stuck.connect();
      await stuck.subscribe({ topics: [source.topic], fromBeginning: true });
      await stuck.run({
        autoCommit: false,
        eachMessage: async () => {
          fell.resolve();
          await silence.promise;
        },
      });
      await fell.promise;
      const seen: string[] = [];
      let subscribed = false;
      const subscribing = buses[0].subscribe({ consumer: "reader", ...counting(seen) }).finally(() => {
        subscribed = true;
      });
      await expect
        .poll(async () => (await admin.describeGroups([groupId])).groups[0]?.state)
        .toBe("PreparingRebalance");
      expect(subscribed).toBe(true);
      const subscription = await subscribing;
      expect(await subscription.caughtUp(head, 100)).toBe(false);
      expect((await subscription.status()).behind).toBeGreaterThan(0);
      silence.resolve();
      await stuck.disconnect();
      expect(await subscription.caughtUp(head, PATIENCE_MS)).toBe(true);
      expect(seen).toHaveLength(6);
      await close();
    });

    it("takes from the store what a topic has lost, in its place, and says so", async () => {
      const { kafka, source, store, relay, buses, append, close } = await begin();
      await append("a", 3);
      await expect.poll(async () => relay.status().position).toBe(await store.head());
      await relay.stop();
      const topic = `${source.topic}-holed`;
      const holed = { service: "test", topic, eventTypes: source.eventTypes };
      const told: { readonly partition: number; readonly message: KafkaMessage }[] = [];
      const reader = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 });
      await reader.connect();
      await reader.subscribe({ topics: [source.topic], fromBeginning: true });
      await reader.run({ eachMessage: async (payload) => void told.push(payload) });
      await expect.poll(() => told.length).toBe(18);
      await reader.disconnect();
      const admin = kafka.admin();
      await admin.connect();
      await createTopics(admin, [holed], { partitions: 3 });
      await admin.disconnect();
      // Of each partition the first event and one in the middle.
      const lost = [0, 1, 2].flatMap((wanted) => {
        const there = told.filter(({ partition }) => partition === wanted);
        return there.filter((_, index) => index === 0 || index === 4);
      });
      const kept = told.filter((one) => !lost.includes(one));
      const producer = kafka.producer();
      await producer.connect();
      for (const { partition, message } of kept) {
        const { key, value, headers = {} } = message;
        await producer.send({ topic, messages: [{ partition, key, value, headers }] });
      }
      await producer.disconnect();
      const bus = await openKafkaBus({
        kafka,
        topics: [holed],
        store,
        parked: createInMemoryParkedEvents(),
        groupPrefix: randomUUID(),
      });
      const seen: string[] = [];
      await bus.subscribe({ consumer: "reader", ...counting(seen) });
      await expect.poll(() => seen.length).toBe(18);
      for (let index = 0; index < 6; index++)
        expect(seen.filter((place) => place.startsWith(`book-${index}/`))).toEqual(
          [0, 1, 2].map((revision) => `book-${index}/${revision}`),
        );
      expect(bus.filledHoles()).toMatchObject({ events: lost.length });
      expect(lost.length).toBeGreaterThan(3);
      expect(buses[0].filledHoles()).toBeUndefined();
      await bus.close();
      await close();
    });

    it("hands over each event once where a relay has repeated itself within what is read at once", async () => {
      const { kafka, source, relay, buses, append, close } = await begin();
      const head = await append("a", 3);
      const told: { readonly partition: number; readonly value: Buffer | null }[] = [];
      const reader = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 });
      await reader.connect();
      await reader.subscribe({ topics: [source.topic], fromBeginning: true });
      await reader.run({
        eachMessage: async ({ partition, message }) => void told.push({ partition, value: message.value }),
      });
      await expect.poll(() => told.length).toBe(18);
      await reader.disconnect();
      await relay.stop();
      const producer = kafka.producer();
      await producer.connect();
      await producer.send({ topic: source.topic, messages: told });
      await producer.disconnect();
      const seen: string[] = [];
      const subscription = await buses[0].subscribe({ consumer: "reader", ...counting(seen) });
      await expect.poll(async () => (await subscription.status()).behind).toBe(0);
      expect((await subscription.status()).position).toBe(head);
      expect(seen).toHaveLength(18);
      expect(new Set(seen).size).toBe(18);
      await close();
    });

    it("lives on after an error that the client takes for final", async () => {
      const { kafka, source, relay, store, admin, append } = await begin();
      const parked = createInMemoryParkedEvents();
      let faults = 2;
      const forgetful = {
        ...parked,
        list: async () => {
          if (faults-- > 0) throw new TypeError("không đọc được danh sách");
          return [];
        },
      };
      const bus = await openKafkaBus({
        kafka,
        topics: [source],
        store,
        parked: forgetful,
        groupPrefix: randomUUID(),
      });
      const seen: string[] = [];
      const subscription = await bus.subscribe({ consumer: "reader", ...counting(seen) });
      const head = await append("a");
      expect(await subscription.caughtUp(head, PATIENCE_MS)).toBe(true);
      expect(seen).toHaveLength(6);
      expect(faults).toBeLessThan(0);
      expect(await store.head()).toBe(head);
      await Promise.all([bus.close(), relay.stop()]);
      await admin.disconnect();
    });

    it("says at once that it waits while the broker or the database is silent", async ({ skip }) => {
      const { pause, resume } = engine;
      if (!pause || !resume) return skip("the broker is not ours to stop");
      const { kafka, source, relay, store, admin, append, close } = await begin();
      let isSilent = false;
      const inner = createInMemoryParkedEvents();
      const parked = {
        ...inner,
        count: (consumer: string) => (isSilent ? new Promise<number>(() => {}) : inner.count(consumer)),
      };
      const bus = await openKafkaBus({ kafka, topics: [source], store, parked, groupPrefix: randomUUID() });
      const subscription = await bus.subscribe({ consumer: "reader", ...counting([]) });
      const head = await append("a");
      expect(await subscription.caughtUp(head, PATIENCE_MS)).toBe(true);
      const place = { consumer: "reader", position: head };
      expect(await subscription.status()).toEqual({ ...place, behind: 0, parked: 0 });
      isSilent = true;
      expect(await subscription.status()).toEqual({
        ...place,
        behind: 0,
        trouble: "the database does not answer",
      });
      isSilent = false;
      await pause();
      // Answered while the broker is held still: whoever waited for it would wait for ever. What it
      // had sent before may still be heard.
      await expect
        .poll(() => subscription.status())
        .toEqual({ ...place, parked: 0, trouble: "Kafka does not answer" })
        .finally(resume);
      await expect.poll(() => subscription.status()).toEqual({ ...place, behind: 0, parked: 0 });
      await Promise.all([bus.close(), relay.stop()]);
      await close();
      await admin.disconnect();
    });

    it("shares its lanes between processes, or receives everything in each when asked to", async () => {
      const { buses, append, close } = await begin();
      const shared: string[] = [];
      const whole: [string[], string[]] = [[], []];
      const subscriptions = await Promise.all(
        buses.flatMap((bus, index) => [
          bus.subscribe({ consumer: "shared", ...counting(shared) }),
          bus.subscribe({
            consumer: "whole",
            everyProcess: true,
            startAfter: async () => 0,
            ...counting(whole[index] ?? []),
          }),
        ]),
      );
      const head = await append("a", 3);
      for (const subscription of subscriptions)
        expect(await subscription.caughtUp(head, PATIENCE_MS)).toBe(true);
      expect(new Set(shared).size).toBe(18);
      for (const seen of whole) expect(seen.toSorted()).toEqual([...new Set(shared)].sort());
      await subscriptions[0]?.stop();
      const later = await append("b", 1);
      expect(await subscriptions[2]?.caughtUp(later, PATIENCE_MS)).toBe(true);
      expect(new Set(shared).size).toBe(24);
      await close();
    });

    /**
     * Refuses, as a database that several processes write to, what was made from a lane that has
     * gone on since.
     */
    const sharedReadModels = (): ReadModels => {
      const inner = createInMemoryReadModels();
      return {
        ...inner,
        async open<Doc extends Document>(definition: ReadModelDefinition) {
          const model = await inner.open<Doc>(definition);
          const commit: typeof model.commit = async (changes) => {
            // Time for the other process to come between.
            await pause(5);
            const { lane, since } = changes;
            if (since && (await model.checkpoint(lane)) !== since.checkpoint)
              throw new StaleCommit(definition.name);
            await model.commit(changes);
          };
          return { ...model, commit };
        },
      };
    };
    interface Count {
      readonly id: string;
      readonly leaves: number;
    }
    const leavesCounted = (broken: ReadonlySet<string>): Projection<Count> => ({
      definition: { name: "counts", version: 1, columns: {}, indexes: [] },
      eventTypes: ["LeafTurned"],
      // A document of its own for every stream: what is counted of one lane is no business of the
      // others.
      keys: ({ stream }) => [stream],
      evolve: (count, event, id) => {
        if (broken.has(event.id)) throw new Error("lỗi trong mã");
        return { id, leaves: (count?.leaves ?? 0) + 1 };
      },
    });

    it("counts each parked event once when two processes replay, and when its model was built anew", async () => {
      const { store, buses, append, close } = await begin();
      const broken = new Set(["a0-1", "a3-0"]);
      const readModels = sharedReadModels();
      const projection = leavesCounted(broken);
      const run = (index: 0 | 1) =>
        runProjection({ projection, consumer: "counts", bus: buses[index], readModels });
      const running = [await run(0), await run(1)] as const;
      const leaves = async () => {
        const all = [0, 1, 2, 3, 4, 5].map((index) => running[0].model.find(`book-${index}`));
        return (await Promise.all(all)).map((count) => count?.leaves ?? 0);
      };
      const handled = async (head: number) => {
        for (const { subscription } of running)
          expect(await subscription.caughtUp(head, PATIENCE_MS)).toBe(true);
      };
      await handled(await append("a", 4));
      expect(await leaves()).toEqual([1, 4, 4, 0, 4, 4]);
      broken.clear();
      await Promise.all(buses.map((bus) => bus.replayParked("counts")));
      expect(await buses[0].listParked("counts")).toEqual([]);
      expect(await leaves()).toEqual([4, 4, 4, 4, 4, 4]);

      broken.add("b1-0");
      await handled(await append("b", 1));
      expect(await buses[0].listParked("counts")).toHaveLength(1);
      for (const { subscription } of running) await subscription.stop();
      broken.clear();
      await rebuildProjection({ projection, store, readModels });
      await run(0).then(async ({ subscription }) => {
        expect(await subscription.caughtUp(await append("c", 1), PATIENCE_MS)).toBe(true);
      });
      expect(await buses[0].listParked("counts")).toEqual([]);
      expect(await buses[0].replayParked("counts")).toBe(0);
      expect(await leaves()).toEqual([6, 6, 6, 6, 6, 6]);
      await close();
    });

    it("reads a lane again from its beginning when its model is behind what the group has committed", async () => {
      const { buses, append, close } = await begin();
      const seen: string[] = [];
      let from = 0;
      const options = { consumer: "model", startAfter: async () => from, ...counting(seen) };
      const first = await buses[0].subscribe(options);
      const head = await append("a", 2);
      expect(await first.caughtUp(head, PATIENCE_MS)).toBe(true);
      await first.stop();
      seen.length = 0;
      from = Math.floor(head / 2);
      const again = await buses[0].subscribe(options);
      await expect.poll(() => seen.length).toBe(head - from);
      expect(await again.caughtUp(head, PATIENCE_MS)).toBe(true);
      await close();
    });
  });
}
