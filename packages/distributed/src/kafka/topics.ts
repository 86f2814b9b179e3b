import { type EventSource, eventCatalogue, eventTypesOf } from "@sogoc/events";
import type { Admin } from "kafkajs";
import { createBackoff } from "../backoff.ts";

/** Which service's events a topic holds. */
export interface EventTopic {
  readonly service: string;
  readonly topic: string;
  readonly eventTypes: readonly string[];
}

const SERVICES: readonly EventSource[] = ["accounts", "entry", "review", "reporting"];

/** One topic per service. `prefix` keeps several installations on one cluster apart. */
export const eventTopics = (prefix = "sogoc"): readonly EventTopic[] =>
  SERVICES.map((service) => ({
    service,
    topic: `${prefix}.${service}`,
    eventTypes: eventTypesOf(service),
  })).filter(({ eventTypes }) => eventTypes.length > 0);

/** Throws for a type that no topic holds. */
export const topicsOf = (topics: readonly EventTopic[], types: readonly string[]): readonly EventTopic[] => {
  const known = new Set(topics.flatMap(({ eventTypes }) => eventTypes));
  const unknown = types.find((type) => !known.has(type));
  if (unknown !== undefined) {
    const where = eventCatalogue.has(unknown) ? "no topic" : "the catalogue";
    throw new Error(`The event type ${unknown} is not in ${where}.`);
  }
  return topics.filter(({ eventTypes }) => types.some((type) => eventTypes.includes(type)));
};

/** Where the relays of one installation are elected; one partition, never written to. */
export const electionTopic = (topic: string): string => `${topic}.relay`;

/** Named where a relay's term begins, see `startTerm`; one partition, never written to. */
export const termTopic = (topic: string): string => `${topic}.relay-term`;

/** The group in which the processes of a service stand for election. */
export const electionGroup = (topic: string): string => `${electionTopic(topic)}.election`;

/** How long brokers that are starting, or busy, may take to know a new topic and its leaders. */
const LEADERS_WITHIN_MS = 60_000;

/**
 * Waits until every partition of the topics has a leader. The client waits by itself for no more
 * than a leader: it gives up at once where a broker has not heard of the topic yet.
 */
const awaitLeaders = async (admin: Admin, names: readonly string[]): Promise<void> => {
  const deadline = Date.now() + LEADERS_WITHIN_MS;
  const backoff = createBackoff({ firstMs: 20, maxMs: 1_000 });
  for (;;) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [...names] });
      const isLed = ({ partitions }: (typeof topics)[number]) =>
        partitions.length > 0 && partitions.every(({ leader }) => leader >= 0);
      if (topics.length === names.length && topics.every(isLed)) return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    if (Date.now() > deadline) throw new Error("The topics have no leaders yet.");
    await backoff.wait();
  }
};

/**
 * Creates the topics that are missing. Partitions are chosen once: more of them later would tear
 * streams apart. Events are kept for ever, so that a consumer may begin again at the start.
 */
export const createTopics = async (
  admin: Admin,
  topics: readonly EventTopic[],
  {
    partitions = 6,
    replicas = 1,
  }: { readonly partitions?: number | undefined; readonly replicas?: number | undefined } = {},
): Promise<void> => {
  const forever = [
    { name: "cleanup.policy", value: "delete" },
    { name: "retention.ms", value: "-1" },
    { name: "retention.bytes", value: "-1" },
  ];
  const wanted = topics.flatMap(({ topic }) => [
    { topic, numPartitions: partitions, replicationFactor: replicas, configEntries: forever },
    { topic: electionTopic(topic), numPartitions: 1, replicationFactor: replicas },
    { topic: termTopic(topic), numPartitions: 1, replicationFactor: replicas },
  ]);
  await admin.createTopics({ waitForLeaders: false, topics: wanted });
  await awaitLeaders(
    admin,
    wanted.map(({ topic }) => topic),
  );
};
