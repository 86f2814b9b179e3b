import {
  createOneAtATime,
  inTime,
  type RecordedEvent,
  type SubscribeOptions,
  type Subscription,
} from "@sogoc/core";
import type { Admin, Kafka } from "kafkajs";
import { createCatchUp } from "./catch-up.ts";
import { createDeliverer, type DeliveryOptions } from "./deliver.ts";
import { createEachBatch } from "./each-batch.ts";
import type { HoleFiller } from "./holes.ts";
import { keepRunning } from "./keep-running.ts";
import { followLanes } from "./lanes.ts";
import type { EventTopic } from "./topics.ts";
import { endsOf, type Watermarks } from "./watermarks.ts";

const DEFAULT_MAX_EVENTS = 1_000;
/**
 * How long those who ask for a consumer's status wait for the broker and the database; both try for
 * much longer.
 */
const ANSWER_MS = 2_000;

interface Parts {
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly groupId: string;
  readonly topics: readonly EventTopic[];
  readonly watermarks: () => Promise<Watermarks>;
  readonly holes: HoleFiller;
  readonly delivery: Omit<DeliveryOptions, "consumer" | "onDelivery" | "rebuiltUpTo">;
  readonly sessionTimeoutMs: number;
}

export interface KafkaSubscription extends Subscription {
  /** Runs with no delivery under way, handing over a way to deliver a parked event again. */
  replaying<Result>(
    work: (replay: (event: RecordedEvent, lane: string) => Promise<void>) => Promise<Result>,
  ): Promise<Result>;
}

/** What a consumer tells of itself; whatever does not answer in time is told as its trouble. */
const statusOf = async (options: {
  readonly consumer: string;
  readonly countBehind: () => Promise<number>;
  readonly countParked: () => Promise<number>;
  readonly position: () => number;
  readonly trouble: () => string | undefined;
}) => {
  const [behind, parked] = await Promise.all([
    inTime(options.countBehind(), ANSWER_MS),
    inTime(options.countParked(), ANSWER_MS),
  ]);
  const silent = behind === undefined ? "Kafka" : parked === undefined ? "the database" : undefined;
  const trouble = options.trouble() ?? (silent && `${silent} does not answer`);
  return { consumer: options.consumer, position: options.position(), behind, parked, trouble };
};

/**
 * One consumer group, which is joined in its own time: until then what it has not handled counts as
 * behind. The group's committed offsets carry the store's position as their metadata. A
 * consumer with its own checkpoint (`startAfter`) is believed more than the group: when it is
 * behind the committed position, because its read model was replaced, the lane is read again from
 * its beginning and what it has seen is left out.
 */
export const openSubscription = async (
  subscription: SubscribeOptions,
  parts: Parts,
): Promise<KafkaSubscription> => {
  const { kafka, admin, groupId, topics, watermarks, holes, sessionTimeoutMs } = parts;
  const { consumer: name, startAfter, onDelivery, rebuiltUpTo, eventTypes } = subscription;
  const { maxEvents = DEFAULT_MAX_EVENTS, everyProcess = false } = subscription;
  const { parked } = parts.delivery;
  const topicNames = topics.map(({ topic }) => topic);
  const deliverer = createDeliverer({ ...parts.delivery, consumer: name, onDelivery, rebuiltUpTo });
  const { learnParked } = deliverer;
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: Math.floor(sessionTimeoutMs / 5),
    maxWaitTimeInMs: 250,
    allowAutoTopicCreation: false,
    readUncommitted: false,
  });
  const stopping = new AbortController();
  const { signal } = stopping;
  const inTurn = createOneAtATime();
  const lanes = followLanes({ admin, consumer, groupId, topicNames, startAfter, learnParked });
  const shared = { consumer, lanes, deliverer, holes, inTurn, eventTypes, maxEvents };
  const eachBatch = createEachBatch({ ...shared, stopping: signal, leaveOffsets: !everyProcess });

  await consumer.connect();
  await consumer.subscribe({ topics: topicNames, fromBeginning: true });
  const run = () => consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch });
  const membership = keepRunning(consumer, run, signal);
  const catchUp = createCatchUp({ watermarks, topicNames, lanes, stopping: signal });

  return {
    consumer: name,
    replaying: (work) =>
      inTurn(async () => {
        await learnParked();
        const result = await work((event, lane) => {
          const replay = { isWaiting: () => parked.isParked(name, event.position) };
          return onDelivery({ lane, events: [event], upTo: event.position, replay });
        });
        await learnParked();
        return result;
      }),
    status: () =>
      statusOf({
        consumer: name,
        countBehind: async () => {
          const { ends } = endsOf(await watermarks(), topicNames);
          return (await lanes.left(ends, true)).reduce((sum, count) => sum + count, 0);
        },
        countParked: () => parked.count(name),
        position: () =>
          Math.max(catchUp.covered(), ...[...lanes.places.values()].map((lane) => lane.position)),
        trouble: deliverer.trouble,
      }),
    caughtUp: catchUp.caughtUp,
    async stop() {
      if (signal.aborted) return;
      stopping.abort();
      await inTurn(async () => {});
      await membership.leave();
    },
  };
};
