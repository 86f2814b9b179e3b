import { setTimeout as pause } from "node:timers/promises";
import type { EventStore, RecordedEvent } from "@sogoc/core";
import type { Kafka } from "kafkajs";
import { findPartitioner } from "./partitioner.ts";
import { createPublisher } from "./publish.ts";
import { relayGroup, startTerm } from "./relay-place.ts";
import { requireSameLog } from "./same-log.ts";
import type { EventTopic } from "./topics.ts";

/**
 * From the end of one transaction to the next page: a transaction costs the broker and everybody
 * who reads about the same whatever is in it, and a steady trickle would make one of every few
 * events. What comes after a quiet moment goes out at once.
 */
const PACE_MS = 25;

/** Age of what is known of the brokers, after which they are asked again. */
const METADATA_MS = 2_000;

/** Brokers forget the offsets of a group after a week without a commit. */
const RENEW_MS = 3_600_000;

/**
 * Whoever holds this id publishes, and fences off who held it before. It is the name of the relay's
 * group: brokers of running installations know it.
 */
const transactionalIdOf = (topic: string): string => relayGroup(topic);

/** Reads pages of the log for a relay, each made ready while the one before is published. */
export const createPages = (store: EventStore, { eventTypes }: EventTopic, batchSize: number) => {
  let wakeUp = () => {};
  return {
    /** Ends the waiting for news. */
    wake: () => wakeUp(),
    /** Asks for a page; `news` are of what was stored since. */
    ask<Encoded>(after: number, encode: (events: readonly RecordedEvent[]) => Encoded) {
      const news = new Promise<void>((resolve) => {
        wakeUp = resolve;
      });
      const read = async () => {
        const page = await store.readAll({ after, limit: batchSize, types: eventTypes });
        // The page before goes out first, and this one is made ready while the broker is busy with
        // it.
        await new Promise<void>((resolve) => setImmediate(resolve));
        return { ...page, encoded: encode(page.events) };
      };
      const page = read();
      // Awaited later, perhaps never.
      page.catch(() => {});
      return { news, page };
    },
  };
};

export interface Term {
  readonly kafka: Kafka;
  readonly source: EventTopic;
  readonly store: Pick<EventStore, "head" | "eventAt">;
  readonly pages: ReturnType<typeof createPages>;
  /** Called between reading and publishing, for tests that end the relay there. */
  readonly beforePublish: ((events: readonly RecordedEvent[]) => Promise<void>) | undefined;
  /** Told how far the topic is. */
  readonly onPlace: (position: number) => void;
  /** Told after each round that went well. */
  readonly onSound: () => void;
}

/** Publishes page after page from the relay's place on, until the term ends. */
const publishPages = async (
  { pages, beforePublish, onPlace, onSound }: Term,
  { encode, publish }: ReturnType<typeof createPublisher>,
  from: number,
  ended: AbortSignal,
): Promise<void> => {
  let position = from;
  let renewed = Date.now();
  for (let asked = pages.ask(position, encode); !ended.aborted; ) {
    const { news } = asked;
    const page = await asked.page;
    // The next page comes while this one is published.
    if (!page.end) asked = pages.ask(page.upTo, encode);
    if (page.upTo > position || Date.now() - renewed > RENEW_MS) {
      await beforePublish?.(page.events);
      if (ended.aborted) break;
      await publish(page.encoded, page.upTo, page.events.at(-1));
      position = page.upTo;
      onPlace(position);
      renewed = Date.now();
    }
    onSound();
    if (!page.end) continue;
    // A store that forgets to call is asked now and then.
    await Promise.race([news, pause(1_000)]);
    const early = renewed + PACE_MS - Date.now();
    if (early > 0) await pause(early);
    asked = pages.ask(position, encode);
  }
};

/**
 * Serves a topic as the one relay that publishes, until the term ends. Throws `OtherLog`, and what
 * a broker or the store throws; a term that is begun again goes on with what Kafka knows.
 */
export const serveTerm = async (term: Term, ended: AbortSignal): Promise<void> => {
  const { kafka, source } = term;
  const { topic } = source;
  const producer = kafka.producer({
    transactionalId: transactionalIdOf(topic),
    idempotent: true,
    maxInFlightRequests: 1,
    transactionTimeout: 30_000,
    // A broker that says nothing is asked again where it may lead no more: after a silence the
    // client looks for new leaders only when what it knows of them is old.
    metadataMaxAge: METADATA_MS,
    retry: { initialRetryTime: 5, maxRetryTime: 1_000, retries: 10 },
  });
  const admin = kafka.admin();
  try {
    await Promise.all([producer.connect(), admin.connect()]);
    const place = await startTerm(producer, admin, topic);
    await requireSameLog(term.store, place);
    term.onPlace(place.position);
    const partitionOf = await findPartitioner(admin, topic);
    await publishPages(term, createPublisher(producer, source, partitionOf, place), place.position, ended);
  } finally {
    await Promise.allSettled([producer.disconnect(), admin.disconnect()]);
  }
};
