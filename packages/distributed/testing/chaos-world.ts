import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import {
  createInMemoryReadModels,
  type EventBus,
  type Projection,
  type ReadModel,
  type ReadModels,
  rebuildProjection,
  runProjection,
  type Subscription,
} from "@sogoc/core";
import { newEvent, PATIENCE_MS } from "@sogoc/core/testing";
import { expect } from "vitest";
import { openEventStoreDb } from "../src/eventstore/event-store.ts";
import { openKafkaBus } from "../src/kafka/bus.ts";
import { createKafka } from "../src/kafka/client.ts";
import { eventFrom } from "../src/kafka/cloud-event.ts";
import { type Relay, startRelay } from "../src/kafka/relay.ts";
import { createTopics, type EventTopic } from "../src/kafka/topics.ts";
import { connectMongo } from "../src/mongodb/client.ts";
import { openMongoParkedEvents } from "../src/mongodb/parked-events.ts";
import { openMongoReadModels } from "../src/mongodb/read-models.ts";

/** After which a silent process is taken for dead. */
export const SESSION_MS = 4_000;

export interface Shelf {
  readonly id: string;
  readonly seen: readonly string[];
}

/**
 * Each event is written into two documents, which other lanes write to as well; seen twice or
 * never, it shows.
 */
export const shelves: Projection<Shelf> = {
  definition: { name: "shelves", version: 1, columns: {}, indexes: [] },
  eventTypes: ["LeafTurned"],
  keys: (event) => [event.stream, `all-${event.revision % 3}`],
  evolve: (shelf, event, id) => ({
    id,
    seen: [...(shelf?.seen ?? []), `${event.stream}/${event.revision}`].sort(),
  }),
};

export const sourceOf = (name: string): EventTopic => ({
  service: "test",
  topic: name,
  eventTypes: ["LeafTurned"],
});

const STREAMS = [0, 1, 2, 3, 4, 5].map((index) => `book-${index}`);

/**
 * Store, topic and database of one test run, and in this process, from `begin` to `leave`, a relay
 * and a consumer.
 */
export const openChaosWorld = async (urls: {
  readonly eventStore: string;
  readonly brokers: string;
  readonly mongo: string;
}) => {
  const name = `chaos${randomUUID().slice(0, 8)}`;
  const source = sourceOf(name);
  const kafka = createKafka({ brokers: urls.brokers.split(","), clientId: name });
  const connection = await connectMongo({ url: urls.mongo, database: name });
  const store = await openEventStoreDb({ connectionString: urls.eventStore, namespace: name });
  const admin = kafka.admin();
  await admin.connect();
  await createTopics(admin, [source], { partitions: 3 });
  await admin.disconnect();
  const readModels = await openMongoReadModels(connection);
  const relays: Relay[] = [];
  let bus: EventBus | undefined;
  let running: { readonly model: ReadModel<Shelf>; readonly subscription: Subscription } | undefined;
  let written = 0;

  const openBus = async () =>
    openKafkaBus({
      kafka,
      topics: [source],
      store,
      parked: await openMongoParkedEvents(connection),
      groupPrefix: name,
      findFault: connection.findFault,
      sessionTimeoutMs: SESSION_MS,
    });

  const consume = async (models: ReadModels = readModels) => {
    bus = await openBus();
    running = await runProjection({ projection: shelves, consumer: "shelves", bus, readModels: models });
  };
  const stopConsuming = async () => {
    await running?.subscription.stop();
    await bus?.close();
    [running, bus] = [undefined, undefined];
  };
  const relay = async (beforePublish?: () => Promise<void>) => {
    const hook = beforePublish ? { beforePublish } : {};
    const sessionTimeoutMs = SESSION_MS;
    relays.push(await startRelay({ kafka, store, source, batchSize: 20, sessionTimeoutMs, ...hook }));
  };
  const stopRelays = async () => {
    await Promise.all(relays.splice(0).map((one) => one.stop()));
  };

  /**
   * Appends again and again, as whoever sent a command does, until a store that is away answers.
   */
  const appendAtLast = async (stream: string, revision: number) => {
    const event = newEvent(randomUUID(), { stream, revision });
    for (;;) {
      try {
        return await store.append(stream, revision - 1, [event]);
      } catch {
        await pause(200);
      }
    }
  };

  /** Appends to six streams for as long as the work takes, and a little longer. */
  const underLoad = async (work: () => Promise<void>) => {
    let working = true;
    const load = (async () => {
      for (let left = 20; working || left > 0; left--) {
        const revision = Math.floor(written / 6);
        const stream = `book-${written % 6}`;
        expect((await appendAtLast(stream, revision)).ok).toBe(true);
        written++;
        if (working) left = 20;
        await pause(10);
      }
    })();
    try {
      await pause(200);
      await work();
    } finally {
      working = false;
    }
    await load;
  };

  const documentsOf = async (model: ReadModel<Shelf>) => {
    const all = new Map<string, Shelf>();
    for await (const document of model.all()) all.set(document.id, document);
    return all;
  };
  /**
   * What in a document is there twice, and what is not there; empty for one that is as it should
   * be, byte for byte.
   */
  const differenceOf = (found: Shelf | undefined, wanted: Shelf | undefined): string[] => {
    if (JSON.stringify(found) === JSON.stringify(wanted)) return [];
    const [seen, due] = [found?.seen ?? [], wanted?.seen ?? []];
    const twice = seen.filter((one, index) => seen.indexOf(one) !== index).map((one) => `${one} twice`);
    const missing = due.filter((one) => !seen.includes(one)).map((one) => `${one} missing`);
    return [`${found?.id ?? wanted?.id} differs`, ...twice, ...missing];
  };

  const expectEachOnTopicOnce = async () => {
    const found: string[] = [];
    const consumer = kafka.consumer({ groupId: `${name}.${randomUUID()}`, maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({ topics: [source.topic], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        const { stream, revision } = eventFrom(message.value);
        found.push(`${stream}/${revision}`);
      },
    });
    await expect.poll(() => found.length).toBeGreaterThanOrEqual(written);
    await pause(200);
    await consumer.disconnect();
    for (const stream of STREAMS) {
      const onTopic = found.filter((one) => one.startsWith(`${stream}/`));
      expect(onTopic).toEqual(onTopic.map((_, revision) => `${stream}/${revision}`));
    }
    expect(found).toHaveLength(written);
  };

  /**
   * The read model equals a rebuild, nothing is parked, and each event is on the topic once, in
   * order per stream.
   */
  const expectWhole = async () => {
    if (!running || !bus) throw new Error("Nobody consumes here.");
    expect(await running.subscription.caughtUp(await store.head(), PATIENCE_MS)).toBe(true);
    const oracle = createInMemoryReadModels();
    await rebuildProjection({ projection: shelves, store, readModels: oracle });
    const found = await documentsOf(running.model);
    const wanted = await documentsOf(await oracle.open<Shelf>(shelves.definition));
    const ids = new Set([...found.keys(), ...wanted.keys()]);
    expect([...ids].flatMap((id) => differenceOf(found.get(id), wanted.get(id)))).toEqual([]);
    expect(wanted.size).toBeGreaterThan(0);
    expect(await bus.listParked()).toEqual([]);
    await expectEachOnTopicOnce();
  };

  return {
    name,
    kafka,
    source,
    connection,
    readModels,
    openBus,
    consume,
    stopConsuming,
    relay,
    relays,
    stopRelays,
    underLoad,
    expectWhole,
    /** How a child process is told where all this is. */
    childOptions: { name, ...urls },
    caughtUp: async () => running?.subscription.caughtUp(await store.head(), PATIENCE_MS),
    async close() {
      await stopConsuming();
      await stopRelays();
      await store.close();
      await connection.close();
    },
  };
};
