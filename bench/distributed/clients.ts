import { setTimeout as pause } from "node:timers/promises";
import { EventStoreDBClient, NO_STREAM as EXPECT_NO_STREAM, jsonEvent } from "@eventstore/db-client";
import { createInMemoryEventStore, NO_STREAM, type RecordedEvent } from "@sogoc/core";
import { cloudEventFrom, createTopics, openEventStoreDb, type Relay, startRelay } from "@sogoc/distributed";
import { type LoggedEvent, recordEvents } from "../events.ts";
import { type Figure, pair, type Work } from "../harness.ts";
import { bulkWriteFigures } from "./bulk-write.ts";
import { appendAll, type Engines, EVENT_TYPES, kafkaOf, mongoOf, newName } from "./world.ts";

const AT_ONCE = 64;
const PARTITIONS = 6;
const PAGE = 2_000;

/** Row 14: append of single events to new and known streams. */
const appendFigure = async ({ eventStore }: Engines): Promise<Figure> => {
  const store = await openEventStoreDb({ connectionString: eventStore.url, namespace: newName() });
  const client = EventStoreDBClient.connectionString(eventStore.url);
  const logged = recordEvents(14, 500);
  let round = 0;
  const subject: Work = {
    run: async () => {
      const prefix = `s${round++}`;
      await appendAll(logged, AT_ONCE, async ({ stream, event }, revision) => {
        const result = await store.append(`${prefix}-${stream}`, revision, [event]);
        if (!result.ok) throw new Error("An append lost a race against nobody.");
      });
      return logged.length;
    },
  };
  const baseline: Work = {
    run: async () => {
      const prefix = newName();
      await appendAll(logged, AT_ONCE, async ({ stream, event }, revision) => {
        const { id, type, metadata } = event;
        // As the events of `recordEvents` are.
        const data = event.data as Record<string, unknown>;
        const expectedRevision = revision === NO_STREAM ? EXPECT_NO_STREAM : BigInt(revision);
        const raw = jsonEvent({ id, type, data, metadata: { schema: event.schema, metadata } });
        await client.appendToStream(`${prefix}-${stream}`, raw, { expectedRevision });
      });
      return logged.length;
    },
  };
  const figure = await pair({
    name: "14. append through the port, 64 at once",
    baselineName: "appendToStream of the client, expected revision given",
    subject,
    baseline,
    target: 0.8,
    pairs: 5,
    note: "events per second",
  });
  await store.close();
  await client.dispose();
  return figure;
};

const inMemoryStoreOf = async (logged: readonly LoggedEvent[]) => {
  const store = createInMemoryEventStore();
  await appendAll(logged, 1, async ({ stream, event }, revision) => {
    await store.append(stream, revision, [event]);
  });
  return store;
};

/**
 * Row 14: publishing from a store in memory, exactly once in transactions, beside a plain producer
 * with as many a request.
 */
const publishFigure = async (engines: Engines): Promise<Figure> => {
  const kafka = kafkaOf(engines);
  const admin = kafka.admin();
  const producer = kafka.producer({ maxInFlightRequests: 1 });
  await Promise.all([admin.connect(), producer.connect()]);
  const store = await inMemoryStoreOf(recordEvents(15, 3_000));
  const { events } = await store.readAll({ after: 0, limit: 1_000_000 });
  const newTopic = async () => {
    const source = { service: "entry", topic: newName(), eventTypes: EVENT_TYPES };
    await createTopics(admin, [source], { partitions: PARTITIONS });
    return source;
  };
  const opened: Relay[] = [];
  let open = () => {};
  const subject: Work = {
    prepare: async () => {
      await Promise.all(opened.splice(0).map((relay) => relay.stop()));
      const source = await newTopic();
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      await new Promise<void>((resolve, reject) => {
        const beforePublish = () => {
          resolve();
          return gate;
        };
        startRelay({ kafka, store, source, beforePublish }).then((relay) => opened.push(relay), reject);
      });
      // It is there with its first page when it comes to the gate.
      while (opened.length === 0) await pause(1);
    },
    run: async () => {
      open();
      while ((opened[0]?.status().position ?? 0) < events.length) await pause(1);
      return events.length;
    },
  };
  let rawTopic = "";
  const send = async (page: readonly RecordedEvent[]) => {
    const messages = page.map((event) => ({
      key: event.stream,
      value: JSON.stringify(cloudEventFrom(event, "entry")),
      headers: { "content-type": "application/cloudevents+json; charset=UTF-8" },
    }));
    await producer.send({ topic: rawTopic, messages, acks: -1 });
  };
  const baseline: Work = {
    prepare: async () => {
      rawTopic = (await newTopic()).topic;
    },
    run: async () => {
      for (let at = 0; at < events.length; at += PAGE) await send(events.slice(at, at + PAGE));
      return events.length;
    },
  };
  const figure = await pair({
    name: "14. publish through the relay, once per position",
    baselineName: "send of a plain producer, 2,000 messages a request",
    subject,
    baseline,
    target: 0.8,
    pairs: 5,
    note: "events per second",
  });
  await Promise.all([...opened.map((relay) => relay.stop()), admin.disconnect(), producer.disconnect()]);
  return figure;
};

/** Row 14 of the promises: each adapter beside its client, called as one would without it. */
export const clientFigures = async (engines: Engines): Promise<readonly Figure[]> => {
  const connection = await mongoOf(engines, newName());
  try {
    return [
      await appendFigure(engines),
      await publishFigure(engines),
      ...(await bulkWriteFigures(connection)),
    ];
  } finally {
    await connection.db.dropDatabase();
    await connection.close();
  }
};
