import type { EventStore, RecordedEvent } from "@sogoc/core";
import { type Kafka, Partitioners, type Producer } from "kafkajs";
import { CLOUD_EVENT_TYPE, cloudEventFrom } from "./cloud-event.ts";
import { findRelayPlace, relayGroup } from "./relay-place.ts";
import { type EventTopic, electionTopic } from "./topics.ts";

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

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Brokers forget the offsets of a group after a week without a commit. */
const RENEW_MS = 3_600_000;

/**
 * Publishes one service's events from the store to its topic, keyed by stream, in the store's order. Events and the
 * relay's place are written in one Kafka transaction, so that each event is on the topic once. Of all processes that
 * run a relay for a topic, the one that the group coordinator gives the election topic's partition to is
 * active; a former one that does not know yet is fenced off by the transactional id.
 */
export const startRelay = async (options: {
  readonly kafka: Kafka;
  readonly store: EventStore;
  readonly source: EventTopic;
  readonly batchSize?: number;
  /** Time after which a relay that says nothing is taken for dead. */
  readonly sessionTimeoutMs?: number;
  /** Called between reading and publishing, for tests that end the relay there. */
  readonly beforePublish?: (events: readonly RecordedEvent[]) => Promise<void>;
}): Promise<Relay> => {
  const { kafka, store, source, batchSize = 500, sessionTimeoutMs = 10_000, beforePublish } = options;
  const { service, topic, eventTypes } = source;
  let stopped = false;
  let fault: string | undefined;
  let position = 0;
  /** Raised at each election: a term that is not the current one must end. */
  let term = 0;
  let active = false;
  let working: Promise<void> = Promise.resolve();
  let wakeUp = () => {};
  const stopListening = store.onCommitted(() => wakeUp());

  const publish = async (
    producer: Producer,
    partitionOf: (key: string) => number,
    events: readonly RecordedEvent[],
    upTo: number,
  ) => {
    const transaction = await producer.transaction();
    try {
      const messages = events.map((event) => ({
        key: event.stream,
        partition: partitionOf(event.stream),
        value: JSON.stringify(cloudEventFrom(event, service)),
        headers: { "content-type": CLOUD_EVENT_TYPE },
      }));
      const sent = messages.length > 0 ? await transaction.send({ topic, messages, acks: -1 }) : [];
      const ends = sent.map(({ partition, baseOffset }) => {
        const count = messages.filter((message) => message.partition === partition).length;
        return { partition, offset: String(Number(baseOffset) + count) };
      });
      await transaction.sendOffsets({
        consumerGroupId: relayGroup(topic),
        topics: [
          ...(ends.length > 0 ? [{ topic, partitions: ends }] : []),
          { topic: electionTopic(topic), partitions: [{ partition: 0, offset: String(upTo) }] },
        ],
      });
      await transaction.commit();
    } catch (error) {
      await transaction.abort().catch(() => {});
      throw error;
    }
  };

  const serve = async (mine: number) => {
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
      // Connecting has ended the predecessor's transactions, so that this is the last word.
      position = (await findRelayPlace(admin, topic)).position;
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      const partitionMetadata = topics[0]?.partitions ?? [];
      const partitioner = Partitioners.DefaultPartitioner();
      const partitionOf = (key: string) =>
        partitioner({ topic, partitionMetadata, message: { key, value: null } });
      let renewed = Date.now();
      while (!stopped && mine === term) {
        const news = new Promise<void>((resolve) => {
          wakeUp = resolve;
        });
        const page = await store.readAll({ after: position, limit: batchSize, types: eventTypes });
        if (page.upTo > position || Date.now() - renewed > RENEW_MS) {
          await beforePublish?.(page.events);
          if (stopped || mine !== term) break;
          await publish(producer, partitionOf, page.events, page.upTo);
          position = page.upTo;
          renewed = Date.now();
        }
        fault = undefined;
        // A store that forgets to call is asked now and then.
        if (page.end) await Promise.race([news, pause(1_000)]);
      }
    } finally {
      await Promise.allSettled([producer.disconnect(), admin.disconnect()]);
    }
  };

  /** Serves until the term ends; a failure begins again with what Kafka knows. */
  const work = async (mine: number) => {
    while (!stopped && mine === term) {
      try {
        await serve(mine);
      } catch (error) {
        fault = reasonOf(error);
        await pause(200);
      }
    }
  };

  const endTerm = () => {
    term++;
    active = false;
    position = 0;
    wakeUp();
  };

  const consumer = kafka.consumer({
    groupId: `${electionTopic(topic)}.election`,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: Math.floor(sessionTimeoutMs / 4),
    maxWaitTimeInMs: 500,
    allowAutoTopicCreation: false,
  });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const elected = (payload.memberAssignment[electionTopic(topic)] ?? []).length > 0;
    if (elected === active) return;
    endTerm();
    if (!elected || stopped) return;
    active = true;
    const mine = term;
    working = working.then(() => work(mine));
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    endTerm();
    fault = reasonOf(payload.error);
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [electionTopic(topic)] });
  await consumer.run({ eachMessage: async () => {} });

  return {
    status: () => ({ active, position, fault }),
    async stop() {
      stopped = true;
      stopListening();
      endTerm();
      await working;
      await consumer.disconnect();
    },
  };
};
