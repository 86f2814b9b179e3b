import {
  createOneAtATime,
  inTime,
  type RecordedEvent,
  StaleCommit,
  type SubscribeOptions,
  type Subscription,
} from "@sogoc/core";
import type { Admin, EachBatchPayload, Kafka } from "kafkajs";
import { createCatchUp } from "./catch-up.ts";
import { eventFrom } from "./cloud-event.ts";
import { createDeliverer, type DeliveryOptions } from "./deliver.ts";
import { keepRunning } from "./keep-running.ts";
import { laneOf } from "./relay-place.ts";
import type { EventTopic } from "./topics.ts";
import { endsOf, type Watermarks } from "./watermarks.ts";

const DEFAULT_MAX_EVENTS = 1_000;
/**
 * How long those who ask for a consumer's status wait for the broker and the database; both try for
 * much longer.
 */
const ANSWER_MS = 2_000;

interface Lane {
  /** Everything in the lane up to this position of the store was handled. */
  position: number;
  /** Offset of the next message. */
  next: number;
}

/**
 * What is not an event of ours was not written by a relay and is nobody's to handle: it must not
 * hold up the lane.
 */
const decoded = (value: Buffer | null, place: string): RecordedEvent[] => {
  try {
    return [eventFrom(value)];
  } catch (error) {
    // By its name alone: a parser's message quotes what it could not read.
    process.emitWarning(`${place}: ${error instanceof Error ? error.name : "unknown"}`, "ForeignMessage");
    return [];
  }
};

/**
 * What lies beyond a position, each once: within a lane positions only rise, but a relay may have
 * repeated itself.
 */
const risingFrom = (start: number, events: readonly RecordedEvent[]): RecordedEvent[] => {
  let reached = start;
  return events.filter(({ position }) => {
    if (position <= reached) return false;
    reached = position;
    return true;
  });
};

interface Parts {
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly groupId: string;
  readonly topics: readonly EventTopic[];
  readonly watermarks: () => Promise<Watermarks>;
  readonly delivery: Omit<DeliveryOptions, "consumer" | "onDelivery" | "rebuiltUpTo">;
  readonly sessionTimeoutMs: number;
}

export interface KafkaSubscription extends Subscription {
  /** Runs with no delivery under way, handing over a way to deliver a parked event again. */
  replaying<Result>(
    work: (replay: (event: RecordedEvent, lane: string) => Promise<void>) => Promise<Result>,
  ): Promise<Result>;
}

/**
 * One consumer group. The group's committed offsets carry the store's position as their metadata. A
 * consumer with its own checkpoint (`startAfter`) is believed more than the group: when it is
 * behind the committed position, because its read model was replaced, the lane is read again from
 * its beginning and what it has seen is left out.
 */
export const openSubscription = async (
  subscription: SubscribeOptions,
  parts: Parts,
): Promise<KafkaSubscription> => {
  const { kafka, admin, groupId, topics, watermarks, sessionTimeoutMs } = parts;
  const { consumer: name, startAfter, onDelivery, rebuiltUpTo } = subscription;
  const { maxEvents = DEFAULT_MAX_EVENTS } = subscription;
  const types = new Set(subscription.eventTypes);
  const topicNames = topics.map(({ topic }) => topic);
  const deliverer = createDeliverer({ ...parts.delivery, consumer: name, onDelivery, rebuiltUpTo });
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: Math.floor(sessionTimeoutMs / 5),
    maxWaitTimeInMs: 250,
    allowAutoTopicCreation: false,
    readUncommitted: false,
  });
  const lanes = new Map<string, Promise<Lane>>();
  const settled = new Map<string, Lane>();
  let stopped = false;
  const stopping = new AbortController();
  const inTurn = createOneAtATime();

  /** By lane, where the whole group is. */
  const committedPlaces = async (): Promise<Map<string, Lane>> => {
    const places = new Map<string, Lane>();
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId, topics: topicNames })) {
      for (const { partition, offset, metadata } of partitions) {
        places.set(laneOf(topic, partition), {
          next: Math.max(0, Number(offset)),
          position: Number(metadata || 0),
        });
      }
    }
    return places;
  };

  const beginLane = async (
    topic: string,
    partition: number,
    committed: Promise<Map<string, Lane>>,
  ): Promise<Lane> => {
    const lane = laneOf(topic, partition);
    const place = (await committed).get(lane) ?? { next: 0, position: 0 };
    const seen = startAfter ? await startAfter(lane) : place.position;
    const begun = { position: seen, next: place.next };
    if (seen < place.position) {
      begun.next = 0;
      consumer.seek({ topic, partition, offset: "0" });
      // What the group has committed is not true any more, and others go by it.
      await consumer.commitOffsets([{ topic, partition, offset: "0", metadata: "0" }]);
    }
    settled.set(lane, begun);
    return begun;
  };

  /**
   * Asks again where to begin: at each assignment, and when somebody else went on with a lane or a
   * document.
   */
  const begin = (assigned: readonly (readonly [string, number])[]) => {
    const committed = committedPlaces();
    const learned = deliverer.learnParked();
    for (const [topic, partition] of assigned) {
      const begun = learned.then(() => beginLane(topic, partition, committed));
      // Awaited by the lane's next batch, which fails with it.
      begun.catch(() => lanes.delete(laneOf(topic, partition)));
      lanes.set(laneOf(topic, partition), begun);
    }
    // Where nothing is assigned, nobody awaits them.
    committed.catch(() => {});
    learned.catch(() => {});
  };

  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    lanes.clear();
    settled.clear();
    begin(
      Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => [topic, partition] as const),
      ),
    );
  });
  // Also for batches of nothing but transaction markers, which `eachBatch` never sees.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    const lane = settled.get(laneOf(payload.topic, payload.partition));
    const next = Number(payload.lastOffset) + 1;
    if (lane && payload.batchSize === 0 && lane.next === Number(payload.firstOffset)) lane.next = next;
  });

  const handle = async ({ batch, heartbeat, isRunning, isStale }: EachBatchPayload, lane: Lane) => {
    const name = laneOf(batch.topic, batch.partition);
    const told = batch.messages.flatMap(({ value, offset }) => decoded(value, `${name} ${offset}`));
    const fresh = risingFrom(lane.position, told);
    for (let from = 0; from === 0 || from < fresh.length; from += maxEvents) {
      if (stopped || !isRunning() || isStale()) return false;
      const part = fresh.slice(from, from + maxEvents);
      const upTo = Math.max(lane.position, part.at(-1)?.position ?? 0);
      const events = part.filter((event) => types.has(event.type));
      await inTurn(async () => {
        if (!stopped) await deliverer.deliver({ lane: name, events, upTo }, heartbeat);
      });
      if (stopped) return false;
      lane.position = upTo;
      await heartbeat();
    }
    return true;
  };

  const eachBatch = async (payload: EachBatchPayload) => {
    const { batch, resolveOffset, isStale } = payload;
    const { topic, partition } = batch;
    if (!lanes.has(laneOf(topic, partition))) begin([[topic, partition]]);
    const lane = await lanes.get(laneOf(topic, partition));
    if (!lane || stopped || isStale()) return;
    try {
      if (!(await handle(payload, lane))) return;
    } catch (error) {
      if (!(error instanceof StaleCommit)) throw error;
      begin([[topic, partition]]);
      await lanes.get(laneOf(topic, partition));
      const offset = batch.firstOffset();
      if (!isStale() && offset !== null) consumer.seek({ topic, partition, offset });
      return;
    }
    const last = batch.lastOffset();
    resolveOffset(batch.messages.at(-1)?.offset ?? last);
    lane.next = Number(last) + 1;
    // A group of one process ends with it: what it leaves behind would only be litter.
    if (subscription.everyProcess) return;
    const offset = String(lane.next);
    await consumer.commitOffsets([{ topic, partition, offset, metadata: String(lane.position) }]);
  };

  await consumer.connect();
  await consumer.subscribe({ topics: topicNames, fromBeginning: true });
  const run = () => consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch });
  const membership = await keepRunning(consumer, run, stopping.signal);

  /**
   * By lane, how much of it neither this process nor, when asked, the others of the group have
   * consumed.
   */
  const left = async (ends: ReadonlyMap<string, number>, askOthers: boolean) => {
    const committed = askOthers ? await committedPlaces() : new Map<string, Lane>();
    return [...ends].map(([lane, end]) => {
      const place = lanes.has(lane) ? settled.get(lane) : committed.get(lane);
      return Math.max(0, end - (place?.next ?? 0));
    });
  };

  const catchUp = createCatchUp({ watermarks, topicNames, lanes, left, stopping: stopping.signal });

  return {
    consumer: name,
    replaying: (work) =>
      inTurn(async () => {
        await deliverer.learnParked();
        const result = await work((event, lane) => {
          const replay = { isWaiting: () => parts.delivery.parked.isParked(name, event.position) };
          return onDelivery({ lane, events: [event], upTo: event.position, replay });
        });
        await deliverer.learnParked();
        return result;
      }),
    async status() {
      const countBehind = async () => {
        const { ends } = endsOf(await watermarks(), topicNames);
        return (await left(ends, true)).reduce((sum, count) => sum + count, 0);
      };
      const [behind, parked] = await Promise.all([
        inTime(countBehind(), ANSWER_MS),
        inTime(parts.delivery.parked.count(name), ANSWER_MS),
      ]);
      const position = Math.max(catchUp.covered(), ...[...settled.values()].map((lane) => lane.position));
      const silent = behind === undefined ? "Kafka" : parked === undefined ? "the database" : undefined;
      const trouble = deliverer.trouble() ?? (silent && `${silent} does not answer`);
      return {
        consumer: name,
        position,
        behind,
        parked,
        trouble,
      };
    },
    caughtUp: catchUp.caughtUp,
    async stop() {
      if (stopped) return;
      stopped = true;
      stopping.abort();
      await inTurn(async () => {});
      await membership.leave();
    },
  };
};
