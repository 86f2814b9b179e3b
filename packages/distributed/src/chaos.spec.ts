import { randomUUID } from "node:crypto";
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
import { newEvent } from "@sogoc/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findEventStoreEngine } from "../testing/eventstore-engine.ts";
import { findKafkaEngine } from "../testing/kafka-engine.ts";
import { findMongoEngine } from "../testing/mongodb-engine.ts";
import { openEventStoreDb } from "./eventstore/event-store.ts";
import { openKafkaBus } from "./kafka/bus.ts";
import { createKafka } from "./kafka/client.ts";
import { eventFrom } from "./kafka/cloud-event.ts";
import { type Relay, startRelay } from "./kafka/relay.ts";
import { createTopics } from "./kafka/topics.ts";
import { connectMongo, type MongoConnection } from "./mongodb/client.ts";
import { openMongoParkedEvents } from "./mongodb/parked-events.ts";
import { openMongoReadModels } from "./mongodb/read-models.ts";

/** How long an engine is away. */
const OUTAGE_MS = Number(process.env["SOGOC_TEST_OUTAGE_MS"] ?? 4_000);

interface Shelf {
  readonly id: string;
  readonly seen: readonly string[];
}

/** Each event is written into two documents, which other lanes write to as well; seen twice or never, it shows. */
const shelves: Projection<Shelf> = {
  definition: { name: "shelves", version: 1, columns: {}, indexes: [] },
  eventTypes: ["LeafTurned"],
  keys: (event) => [event.stream, `all-${event.revision % 3}`],
  evolve: (shelf, event, id) => ({
    id,
    seen: [...(shelf?.seen ?? []), `${event.stream}/${event.revision}`].sort(),
  }),
};

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const [eventStore, kafkaEngine, mongo] = [
  await findEventStoreEngine(),
  await findKafkaEngine(),
  await findMongoEngine(),
];

// Nothing below runs without all three, the clean-up included.
if (!kafkaEngine || !mongo || !eventStore) {
  await Promise.all([eventStore?.stop(), kafkaEngine?.stop(), mongo?.stop()]);
}

describe.skipIf(!kafkaEngine || !mongo || !eventStore)("store, relay, Kafka and MongoDB together", () => {
  const name = `chaos${randomUUID().slice(0, 8)}`;
  const source = { service: "test", topic: name, eventTypes: ["LeafTurned"] };
  const kafka = createKafka({ brokers: (kafkaEngine?.url ?? "").split(","), clientId: name });
  let connection: MongoConnection;
  let store: Awaited<ReturnType<typeof openEventStoreDb>>;
  let bus: EventBus;
  let relays: Relay[];
  let readModels: ReadModels;
  let model: ReadModel<Shelf>;
  let subscription: Subscription;
  let written = 0;

  const openBus = async () =>
    openKafkaBus({
      kafka,
      topics: [source],
      parked: await openMongoParkedEvents(connection),
      groupPrefix: name,
      findFault: connection.findFault,
    });
  const project = async (models: ReadModels = readModels) => {
    ({ model, subscription } = await runProjection({
      projection: shelves,
      consumer: "shelves",
      bus,
      readModels: models,
    }));
  };
  const relay = (beforePublish?: () => Promise<void>) =>
    startRelay({ kafka, store, source, batchSize: 20, ...(beforePublish ? { beforePublish } : {}) });

  beforeAll(async () => {
    connection = await connectMongo({ url: mongo?.url ?? "", database: name });
    store = await openEventStoreDb({ connectionString: eventStore?.url ?? "", namespace: name });
    const admin = kafka.admin();
    await admin.connect();
    await createTopics(admin, [source], { partitions: 3 });
    await admin.disconnect();
    bus = await openBus();
    readModels = await openMongoReadModels(connection);
    relays = [await relay()];
    await project();
  }, 60_000);
  afterAll(async () => {
    await bus?.close();
    await Promise.all((relays ?? []).map((one) => one.stop()));
    await store?.close();
    await connection?.close();
    await Promise.all([eventStore?.stop(), kafkaEngine?.stop(), mongo?.stop()]);
  }, 60_000);

  /** Appends to six streams for as long as the work takes, and a little longer. */
  const underLoad = async (work: () => Promise<void>) => {
    let working = true;
    const load = (async () => {
      for (let left = 20; working || left > 0; left--) {
        const revision = Math.floor(written / 6);
        const event = newEvent(randomUUID(), { stream: `book-${written % 6}`, revision });
        const result = await store.append(`book-${written % 6}`, revision - 1, [event]);
        expect(result.ok).toBe(true);
        written++;
        if (working) left = 20;
        await pause(10);
      }
    })();
    await pause(200);
    await work();
    working = false;
    await load;
  };

  const documentsOf = async (one: ReadModel<Shelf>) => {
    const all: Shelf[] = [];
    for await (const document of one.all()) all.push(document);
    return JSON.stringify(all);
  };

  /** The read model equals a rebuild, nothing is parked, and each event is on the topic once, in order per stream. */
  const expectWhole = async () => {
    expect(await subscription.caughtUp(await store.head(), 30_000)).toBe(true);
    const oracle = createInMemoryReadModels();
    await rebuildProjection({ projection: shelves, store, readModels: oracle });
    expect(await documentsOf(model)).toBe(await documentsOf(await oracle.open<Shelf>(shelves.definition)));
    expect(await bus.listParked()).toEqual([]);

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
    await expect.poll(() => found.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(written);
    await pause(200);
    await consumer.disconnect();
    for (const stream of [0, 1, 2, 3, 4, 5].map((index) => `book-${index}`)) {
      const onTopic = found.filter((one) => one.startsWith(`${stream}/`));
      expect(onTopic).toEqual(onTopic.map((_, revision) => `${stream}/${revision}`));
    }
    expect(found).toHaveLength(written);
  };

  it("are whole after the broker was away under load", { timeout: 90_000 }, async ({ skip }) => {
    if (!kafkaEngine?.signal) skip("the broker is not ours to stop");
    await underLoad(async () => {
      kafkaEngine?.signal?.("SIGSTOP");
      await pause(OUTAGE_MS);
      kafkaEngine?.signal?.("SIGCONT");
    });
    await expectWhole();
  });

  it("are whole after the database was away under load", { timeout: 90_000 }, async ({ skip }) => {
    if (!mongo?.signal) skip("the database is not ours to stop");
    await underLoad(async () => {
      mongo?.signal?.("SIGSTOP");
      await pause(OUTAGE_MS);
      mongo?.signal?.("SIGCONT");
    });
    await expectWhole();
  });

  it("are whole after relays died between reading and publishing, two of them at once", {
    timeout: 90_000,
  }, async () => {
    const dying = async () => {
      if (Math.random() < 0.4) throw new Error("mất điện");
    };
    await underLoad(async () => {
      relays.push(await relay(dying));
      await relays.shift()?.stop();
      relays.push(await relay(dying));
      await pause(1_000);
      await relays.shift()?.stop();
      await pause(500);
    });
    await Promise.all(relays.splice(0).map((one) => one.stop()));
    relays.push(await relay());
    await expectWhole();
  });

  it("are whole after consumers died between writing and committing", { timeout: 90_000 }, async () => {
    await subscription.stop();
    await bus.close();
    let commits = 0;
    const forgetful: ReadModels = {
      ...readModels,
      open: async (definition) => {
        const opened = await readModels.open<never>(definition);
        const commit: typeof opened.commit = async (changes) => {
          await opened.commit(changes);
          if (commits++ % 3 === 0) throw new Error("kết nối đứt sau khi ghi");
        };
        return { ...opened, commit };
      },
    };
    bus = await openBus();
    await project(forgetful);
    await underLoad(() => pause(1_500));
    expect(commits).toBeGreaterThan(3);
    await subscription.caughtUp(await store.head(), 30_000);
    await expectWhole();
  });

  it("are whole after everything was delivered a second time", { timeout: 90_000 }, async () => {
    await subscription.stop();
    await bus.close();
    const admin = kafka.admin();
    await admin.connect();
    await admin.resetOffsets({ groupId: `${name}.shelves`, topic: source.topic, earliest: true });
    await admin.disconnect();
    bus = await openBus();
    await project();
    await expectWhole();
  });

  it("share the lanes of a consumer between two processes, and hand them over", { timeout: 90_000 }, async ({
    skip,
  }) => {
    if (!connection.transactions) skip("several writers need a server with atomic updates");
    const other = await openBus();
    const second = await runProjection({
      projection: shelves,
      consumer: "shelves",
      bus: other,
      readModels: await openMongoReadModels(connection),
    });
    await underLoad(() => pause(1_500));
    await second.subscription.stop();
    await other.close();
    await expectWhole();
  });
});
