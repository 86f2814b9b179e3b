import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { createInMemoryEventStore } from "@sogoc/core";
import { newEvent } from "@sogoc/core/testing";
import { afterAll, describe, expect, it } from "vitest";
import { findKafkaCluster } from "../testing/kafka-cluster.ts";
import { createKafka, RELAY_REQUEST_MS } from "./kafka/client.ts";
import { startRelay } from "./kafka/relay.ts";
import { createTopics } from "./kafka/topics.ts";

/** Kills and stops, in turn, broker after broker. */
const OUTAGES = Number(process.env["SOGOC_TEST_OUTAGES"] ?? 12);
const AWAY_MS = 14_000;
const PARTITIONS = 6;
const WRITERS = 12;

const cluster = await findKafkaCluster();
afterAll(() => cluster?.stop());

/** `<stream>/<revision>` of an event on the topic. */
const placeOf = (value: string): string => {
  const { subject, revision } = JSON.parse(value) as { subject: string; revision: number };
  return `${subject}/${revision}`;
};

describe.skipIf(!cluster)("a relay on three brokers, each killed or stopped in turn under load", () => {
  it("brings every event to the topic, each once, as Apache's own consumer counts them", async () => {
    if (!cluster) return;
    const topic = `leaves-${randomUUID().slice(0, 6)}`;
    const source = { service: "test", topic, eventTypes: ["LeafTurned"] };
    const kafka = createKafka({
      brokers: cluster.urls,
      clientId: topic,
      requestTimeoutMs: RELAY_REQUEST_MS,
    });
    const admin = kafka.admin();
    await admin.connect();
    await createTopics(admin, [source], { partitions: PARTITIONS, replicas: 3 });
    await admin.disconnect();
    const store = createInMemoryEventStore();
    const relay = await startRelay({ kafka, store, source });
    await expect.poll(() => relay.status().active).toBe(true);

    let writing = true;
    const write = async (_: unknown, writer: number) => {
      const stream = `book-${writer}`;
      for (let revision = 0; writing; revision++) {
        const event = newEvent(randomUUID(), { stream, revision, type: "LeafTurned" });
        await store.append(stream, revision - 1, [event]);
        await pause(40);
      }
    };
    const writers = Array.from({ length: WRITERS }, write);
    /** The longest time, in milliseconds, in which the relay came no further. */
    let standstill = 0;
    const watch = async () => {
      let [place, since] = [relay.status().position, performance.now()];
      while (writing) {
        await pause(100);
        const { position } = relay.status();
        if (position > place) [place, since] = [position, performance.now()];
        standstill = Math.max(standstill, performance.now() - since);
      }
    };
    const watching = watch();
    for (let outage = 0; outage < OUTAGES; outage++) {
      const broker = cluster.brokers[outage % cluster.brokers.length];
      if (outage % 2 === 0) await broker?.kill();
      else broker?.signal("SIGSTOP");
      await pause(AWAY_MS);
      if (outage % 2 === 0) await broker?.restart();
      else broker?.signal("SIGCONT");
      await pause(AWAY_MS / 2);
      const behind = (await store.head()) - relay.status().position;
      console.info(
        `outage ${outage + 1}: ${behind} behind, longest standstill ${Math.round(standstill)} ms ${relay.status().fault ?? ""}`,
      );
    }
    writing = false;
    await Promise.all([...writers, watching]);
    const head = await store.head();
    await expect.poll(() => relay.status().position).toBe(head);
    await relay.stop();

    const read = (await cluster.read(topic, PARTITIONS)).map(placeOf);
    const written = (await store.readAll({ after: 0, limit: head })).events.map(
      ({ stream, revision }) => `${stream}/${revision}`,
    );
    const found = new Set(read);
    expect(written.filter((place) => !found.has(place))).toEqual([]);
    expect(read).toHaveLength(written.length);
    console.info(`${written.length} events, longest standstill ${Math.round(standstill)} ms`);
  });
});
