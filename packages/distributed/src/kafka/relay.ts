import { setTimeout as pause } from "node:timers/promises";
import type { EventStore, RecordedEvent } from "@sogoc/core";
import { type Kafka, Partitioners } from "kafkajs";
import { createBackoff } from "../backoff.ts";
import { keepRunning } from "./keep-running.ts";
import { createPublisher } from "./publish.ts";
import { relayGroup, startTerm } from "./relay-place.ts";
import { type EventTopic, electionGroup, electionTopic } from "./topics.ts";

/** What a running relay tells, for health checks and metrics. */
export interface RelayStatus {
  /** Whether this process is the one that publishes now. */
  readonly active: boolean;
  /** Everything up to here is on the topic; 0 while another process is active. */
  readonly position: number;
  /** Why the last round failed, until one succeeds. */
  readonly fault: string | undefined;
}

export interface Relay {
  status(): RelayStatus;
  stop(): Promise<void>;
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * From the end of one transaction to the next page: a transaction costs the broker and everybody
 * who reads about the same whatever is in it, and a steady trickle would make one of every few
 * events. What comes after a quiet moment goes out at once.
 */
const PACE_MS = 25;

/** Brokers forget the offsets of a group after a week without a commit. */
const RENEW_MS = 3_600_000;

/**
 * Publishes one service's events from the store to its topic, keyed by stream, in the store's
 * order. Events and the relay's place are written in one Kafka transaction, so that each event is
 * on the topic once. Of all processes that run a relay for a topic, the one that the group
 * coordinator gives the election topic's partition to is active; a former one that does not know
 * yet is fenced off by the transactional id.
 */
export const startRelay = async (options: {
  readonly kafka: Kafka;
  readonly store: EventStore;
  readonly source: EventTopic;
  readonly batchSize?: number | undefined;
  /** Time after which a relay that says nothing is taken for dead. */
  readonly sessionTimeoutMs?: number | undefined;
  /** Called between reading and publishing, for tests that end the relay there. */
  readonly beforePublish?: ((events: readonly RecordedEvent[]) => Promise<void>) | undefined;
}): Promise<Relay> => {
  const { kafka, store, source, batchSize = 2_000, sessionTimeoutMs = 10_000, beforePublish } = options;
  const { topic, eventTypes } = source;
  const stopping = new AbortController();
  let fault: string | undefined;
  let position = 0;
  /** Tells the present term to end. */
  let ending = new AbortController();
  let active = false;
  let working: Promise<void> = Promise.resolve();
  let wakeUp = () => {};
  const backoff = createBackoff({ firstMs: 100 });
  const stopListening = store.onCommitted(() => wakeUp());

  /** Asks for a page; `news` are of what was stored since. */
  const ask = <Encoded>(after: number, encode: (events: readonly RecordedEvent[]) => Encoded) => {
    const news = new Promise<void>((resolve) => {
      wakeUp = resolve;
    });
    const read = async () => {
      const page = await store.readAll({ after, limit: batchSize, types: eventTypes });
      // The page before goes out first, and this one is made ready while the broker is busy with
      // it.
      await new Promise<void>((resolve) => setImmediate(resolve));
      return { ...page, requests: encode(page.events) };
    };
    const page = read();
    // Awaited later, perhaps never.
    page.catch(() => {});
    return { news, page };
  };

  const serve = async (ended: AbortSignal) => {
    const producer = kafka.producer({
      transactionalId: relayGroup(topic),
      idempotent: true,
      maxInFlightRequests: 1,
      transactionTimeout: 30_000,
      retry: { initialRetryTime: 5, maxRetryTime: 1_000, retries: 10 },
    });
    const admin = kafka.admin();
    try {
      await Promise.all([producer.connect(), admin.connect()]);
      position = (await startTerm(producer, admin, topic)).position;
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      const partitionMetadata = topics[0]?.partitions ?? [];
      const partitioner = Partitioners.DefaultPartitioner();
      const partitionOf = (key: string) =>
        partitioner({ topic, partitionMetadata, message: { key, value: null } });
      const { encode, publish } = createPublisher(producer, source, partitionOf);
      let renewed = Date.now();
      for (let asked = ask(position, encode); !ended.aborted; ) {
        const { news } = asked;
        const page = await asked.page;
        // The next page comes while this one is published.
        if (!page.end) asked = ask(page.upTo, encode);
        if (page.upTo > position || Date.now() - renewed > RENEW_MS) {
          await beforePublish?.(page.events);
          if (ended.aborted) break;
          await publish(page.requests, page.upTo);
          position = page.upTo;
          renewed = Date.now();
        }
        fault = undefined;
        backoff.reset();
        // A store that forgets to call is asked now and then.
        if (!page.end) continue;
        await Promise.race([news, pause(1_000)]);
        const early = renewed + PACE_MS - Date.now();
        if (early > 0) await pause(early);
        asked = ask(position, encode);
      }
    } finally {
      await Promise.allSettled([producer.disconnect(), admin.disconnect()]);
    }
  };

  /** Serves until the term ends; a failure begins again with what Kafka knows. */
  const work = async (ended: AbortSignal) => {
    while (!ended.aborted) {
      try {
        await serve(ended);
      } catch (error) {
        if (ended.aborted) return;
        fault = reasonOf(error);
        await backoff.wait(ended);
      }
    }
  };

  const endTerm = () => {
    ending.abort();
    ending = new AbortController();
    active = false;
    position = 0;
    // What failed was this term; another process serves the next, or this one anew.
    fault = undefined;
    wakeUp();
  };

  const consumer = kafka.consumer({
    groupId: electionGroup(topic),
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: Math.floor(sessionTimeoutMs / 4),
    maxWaitTimeInMs: 500,
    allowAutoTopicCreation: false,
  });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const elected = (payload.memberAssignment[electionTopic(topic)] ?? []).length > 0;
    if (elected === active) {
      // It stands for election again, whoever was elected; while it serves, its own rounds tell.
      if (!active) fault = undefined;
      return;
    }
    endTerm();
    if (!elected || stopping.signal.aborted) return;
    active = true;
    const { signal } = ending;
    working = working.then(() => work(signal));
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    endTerm();
    fault = reasonOf(payload.error);
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [electionTopic(topic)] });
  const candidacy = await keepRunning(
    consumer,
    () => consumer.run({ eachMessage: async () => {} }),
    stopping.signal,
  );

  return {
    status: () => ({ active, position, fault }),
    async stop() {
      stopping.abort();
      stopListening();
      endTerm();
      await working;
      await candidacy.leave();
    },
  };
};
