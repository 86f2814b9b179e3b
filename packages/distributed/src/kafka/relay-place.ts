import type { Admin } from "kafkajs";
import { electionTopic } from "./topics.ts";

/** A lane is a partition of a topic. */
export const laneOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/** How far a relay came in the store, and where the partitions of its topic ended then. */
export interface RelayPlace {
  /** Everything up to this position of the store is on the topic; 0 before the first event. */
  readonly position: number;
  /** Offset after the last event, by lane; absent where there is none yet. */
  readonly ends: ReadonlyMap<string, number>;
}

/**
 * The consumer group under which a relay keeps its place. Nobody consumes in it: under the topic's partitions stand their
 * ends, and as the offset of the election topic the store's position, all written in the transaction that published.
 */
export const relayGroup = (topic: string): string => `${topic}.relay-position`;

/**
 * The ends come from the relay and not from the broker: what the broker calls the end of a partition, for readers of committed
 * events, may for a moment lie before a transaction that is already committed.
 */
export const findRelayPlace = async (admin: Admin, topic: string): Promise<RelayPlace> => {
  const election = electionTopic(topic);
  const ends = new Map<string, number>();
  let position = 0;
  for (const found of await admin.fetchOffsets({ groupId: relayGroup(topic), topics: [topic, election] })) {
    for (const { partition, offset } of found.partitions) {
      if (Number(offset) < 0) continue;
      if (found.topic === election) position = Number(offset);
      else ends.set(laneOf(topic, partition), Number(offset));
    }
  }
  return { position, ends };
};
