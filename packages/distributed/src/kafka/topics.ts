import { type EventSource, eventCatalogue, eventTypesOf } from "@sogoc/events";
import type { Admin } from "kafkajs";

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
  await admin.createTopics({
    waitForLeaders: true,
    topics: topics.flatMap(({ topic }) => [
      { topic, numPartitions: partitions, replicationFactor: replicas, configEntries: forever },
      { topic: electionTopic(topic), numPartitions: 1, replicationFactor: replicas },
      { topic: termTopic(topic), numPartitions: 1, replicationFactor: replicas },
    ]),
  });
};
