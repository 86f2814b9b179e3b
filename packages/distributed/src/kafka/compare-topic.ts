import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { EventStore } from "@sogoc/core";
import type { Admin, Kafka } from "kafkajs";
import { eventFrom } from "./cloud-event.ts";
import { getRelayPlace, laneOf, type RelayPlace } from "./relay-place.ts";
import type { EventTopic } from "./topics.ts";

/** How long a topic says nothing more before what is there is taken for all of it. */
const SILENCE_MS = 20_000;
const POLL_MS = 100;
const PAGE = 2_000;

/** What a topic holds beside what the store says it should, up to where its relay came. */
export interface ComparedTopic {
  readonly topic: string;
  /** Events of the store that belong on the topic. */
  readonly events: number;
  /** Their positions where the topic has lost them; consumers take these from the store. */
  readonly missing: readonly number[];
  /** How many messages repeat an event; consumers leave these out. */
  readonly repeated: number;
  /** Messages that are no event of the store. */
  readonly foreign: number;
}

/** Reads the topic from its beginning to where its relay says that it ends. */
const readTopic = async (kafka: Kafka, topic: string, { ends }: RelayPlace) => {
  const found = new Map<number, number>();
  let foreign = 0;
  let heard = Date.now();
  const left = new Map(ends);
  const groupId = `${topic}.check.${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, readUncommitted: false });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        heard = Date.now();
        try {
          const { position } = eventFrom(message.value);
          found.set(position, (found.get(position) ?? 0) + 1);
        } catch {
          foreign++;
        }
        const lane = laneOf(topic, partition);
        if (Number(message.offset) + 1 >= (left.get(lane) ?? 0)) left.delete(lane);
      },
    });
    while (left.size > 0 && Date.now() - heard < SILENCE_MS) await pause(POLL_MS);
  } finally {
    await consumer.disconnect();
  }
  return { found, foreign, groupId };
};

/**
 * Compares a topic with the store, event by event, up to where its relay came when this began. May
 * be done while everything runs.
 */
export const compareTopic = async (
  parts: { readonly kafka: Kafka; readonly admin: Admin; readonly store: Pick<EventStore, "readAll"> },
  { topic, eventTypes }: EventTopic,
): Promise<ComparedTopic> => {
  const { kafka, admin, store } = parts;
  const place = await getRelayPlace(admin, topic);
  const { found, foreign, groupId } = await readTopic(kafka, topic, place);
  // A group that nobody will come back to would be litter.
  await admin.deleteGroups([groupId]).catch(() => {});
  let events = 0;
  let known = 0;
  const missing: number[] = [];
  for (let after = 0, end = false; !end; ) {
    const page = await store.readAll({ after, limit: PAGE, types: eventTypes });
    for (const { position } of page.events) {
      if (position > place.position) continue;
      events++;
      if (found.has(position)) known++;
      else missing.push(position);
    }
    after = page.upTo;
    end = page.end || after >= place.position;
  }
  const within = [...found].filter(([position]) => position <= place.position);
  const repeated = within.reduce((sum, [, times]) => sum + times - 1, 0);
  return { topic, events, missing, repeated, foreign: foreign + within.length - known };
};

/** The same of several topics, one after the other. */
export const compareTopics = async (
  kafka: Kafka,
  store: Pick<EventStore, "readAll">,
  sources: readonly EventTopic[],
): Promise<readonly ComparedTopic[]> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const compared: ComparedTopic[] = [];
    for (const source of sources) compared.push(await compareTopic({ kafka, admin, store }, source));
    return compared;
  } finally {
    await admin.disconnect();
  }
};
