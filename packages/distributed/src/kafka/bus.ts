import { randomUUID } from "node:crypto";
import {
  type EventBus,
  type EventStore,
  inTime,
  parkedReason,
  type RecordedEvent,
  type SubscribeOptions,
} from "@sogoc/core";
import type { Kafka } from "kafkajs";
import type { ParkedEvents, ParkedInLane } from "../parked-events.ts";
import { createHoleFiller, type FilledHoles } from "./holes.ts";
import { type KafkaSubscription, openSubscription } from "./subscription.ts";
import { type EventTopic, topicsOf } from "./topics.ts";
import { createWatermarks } from "./watermarks.ts";

/** The client itself tries for much longer. */
const ANSWER_MS = 3_000;

/**
 * Hands over again what a consumer has parked, its streams in order, and answers how many it
 * handled. What fails stays, with everything behind it in its stream.
 */
const replayAll = async (
  parked: ParkedEvents,
  consumer: string,
  replay: (event: RecordedEvent, lane: string) => Promise<void>,
): Promise<number> => {
  const failed = new Set<string>();
  let handled = 0;
  // Another process of the group may park more behind these meanwhile.
  for (let waiting = await parked.list(consumer); ; waiting = await parked.list(consumer)) {
    const open = waiting.filter(({ event }) => !failed.has(event.stream));
    if (open.length === 0) return handled;
    for (const { event, lane } of open) {
      if (failed.has(event.stream)) continue;
      try {
        await replay(event, lane);
      } catch (error) {
        failed.add(event.stream);
        await parked.renewReason(consumer, event.position, parkedReason(event, error));
        continue;
      }
      // Where this fails the replay ends: who handled it recognises only the last one it was given.
      await parked.unpark(consumer, event.position);
      handled++;
    }
  }
};

export interface KafkaBus extends EventBus {
  findFault(): Promise<string | undefined>;
  /** What was missing on the topics; undefined while nothing was. */
  filledHoles(): FilledHoles | undefined;
}

/**
 * An event bus over Kafka: each consumer is a group, its lanes are partitions, and processes with
 * the same consumer share them. `caughtUp(position)` waits until every relay came to that position,
 * and then until the whole group has consumed up to where the partitions ended at that moment.
 * `behind` counts what is on the topics and not yet consumed (with a transaction marker here and
 * there); what the relays have not published yet is theirs to tell.
 */
export const openKafkaBus = async (options: {
  readonly kafka: Kafka;
  readonly topics: readonly EventTopic[];
  /** The one whose events are on the topics: what a topic has lost is taken from it. */
  readonly store: Pick<EventStore, "readAll">;
  readonly parked: ParkedEvents;
  /** Names the group of a consumer; distinct per installation. */
  readonly groupPrefix?: string | undefined;
  /** What is wrong with the engines behind the consumers: nothing is parked during an outage. */
  readonly findFault?: (() => Promise<string | undefined>) | undefined;
  readonly sessionTimeoutMs?: number | undefined;
  readonly now?: (() => Date) | undefined;
  readonly onParked?: ((parked: ParkedInLane) => void) | undefined;
}): Promise<KafkaBus> => {
  const {
    kafka,
    topics,
    store,
    parked,
    groupPrefix = "sogoc",
    findFault = async () => undefined,
    onParked,
  } = options;
  const { sessionTimeoutMs = 15_000, now = () => new Date() } = options;
  const admin = kafka.admin();
  await admin.connect();
  const watermarks = createWatermarks(admin, topics);
  const holes = createHoleFiller(store, admin, topics);
  const processId = randomUUID();
  const running = new Map<string, KafkaSubscription>();
  const delivery = { parked, findFault, now, onParked };

  const groupOf = ({ consumer, everyProcess }: SubscribeOptions): string => {
    const shared = `${groupPrefix}.${consumer.replaceAll("/", ".")}`;
    return everyProcess ? `${shared}.${processId}` : shared;
  };

  return {
    async subscribe(subscription) {
      const { consumer, eventTypes } = subscription;
      if (running.has(consumer)) throw new Error(`${consumer} is subscribed already.`);
      const opened = await openSubscription(subscription, {
        kafka,
        admin,
        groupId: groupOf(subscription),
        topics: topicsOf(topics, eventTypes),
        watermarks,
        holes,
        delivery,
        sessionTimeoutMs,
      });
      const stop = async () => {
        running.delete(consumer);
        await opened.stop();
      };
      const tail = { ...opened, stop };
      running.set(consumer, tail);
      return tail;
    },
    async listParked(consumer) {
      return (await parked.list(consumer)).map(({ lane: _, ...entry }) => entry);
    },
    async replayParked(consumer) {
      const tail = running.get(consumer);
      if (!tail) return 0;
      return tail.replaying((replay) => replayAll(parked, consumer, replay));
    },
    filledHoles: holes.filled,
    async findFault() {
      const cluster = await inTime(admin.describeCluster(), ANSWER_MS);
      return cluster === undefined ? "does not answer" : undefined;
    },
    async close() {
      await Promise.all([...running.values()].map((tail) => tail.stop()));
      await admin.disconnect();
    },
  };
};
