import { randomInt } from "node:crypto";
import type { Admin, Producer } from "kafkajs";
import { createBackoff } from "../backoff.ts";
import { electionTopic, termTopic } from "./topics.ts";
import { inTransaction } from "./transaction.ts";

/** A lane is a partition of a topic. */
export const laneOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/** How far a relay came in the store, and where the partitions of its topic ended then. */
export interface RelayPlace {
  /** Everything up to this position of the store is on the topic; 0 before the first event. */
  readonly position: number;
  /** Offset after the last event, by lane; absent where there is none yet. */
  readonly ends: ReadonlyMap<string, number>;
  /** By lane, the position of the last event there; relays of earlier versions have not kept it. */
  readonly lastIn: ReadonlyMap<string, number>;
  /** The last event that was published; relays of earlier versions have not kept it. */
  readonly last?: PublishedMark | undefined;
}

/** By which a log is known again. */
export interface PublishedMark {
  readonly position: number;
  readonly hash: string;
}

/** As it stands beside the relay's place in the group. */
export const textOfMark = ({ position, hash }: PublishedMark): string => `${position}:${hash}`;

const markFrom = (text: string | null): PublishedMark | undefined => {
  const [, position, hash = ""] = /^(\d{1,16}):(\S+)$/.exec(text ?? "") ?? [];
  return position === undefined ? undefined : { position: Number(position), hash };
};

/**
 * The consumer group under which a relay keeps its place. Nobody consumes in it: under the topic's
 * partitions stand their ends, and as the offset of the election topic the store's position, all
 * written in the transaction that published.
 */
export const relayGroup = (topic: string): string => `${topic}.relay-position`;

/**
 * The ends come from the relay and not from the broker: what the broker calls the end of a
 * partition, for readers of committed events, may for a moment lie before a transaction that is
 * already committed.
 */
export const getRelayPlace = async (admin: Admin, topic: string): Promise<RelayPlace> => {
  const election = electionTopic(topic);
  const ends = new Map<string, number>();
  const lastIn = new Map<string, number>();
  let position = 0;
  let last: PublishedMark | undefined;
  for (const found of await admin.fetchOffsets({ groupId: relayGroup(topic), topics: [topic, election] })) {
    for (const { partition, offset, metadata } of found.partitions) {
      if (Number(offset) < 0) continue;
      if (found.topic === election) {
        position = Number(offset);
        last = markFrom(metadata);
        continue;
      }
      const lane = laneOf(topic, partition);
      ends.set(lane, Number(offset));
      if (metadata) lastIn.set(lane, Number(metadata));
    }
  }
  return { position, ends, lastIn, last };
};

const NONCES = 2 ** 47;
const NONCE_ATTEMPTS = 100;

const nonceNow = async (admin: Admin, topic: string): Promise<number> => {
  const [found] = await admin.fetchOffsets({ groupId: relayGroup(topic), topics: [termTopic(topic)] });
  return Number(found?.partitions[0]?.offset ?? -1);
};

/**
 * The place where the term of a relay begins. The client fences off a predecessor and ends its
 * transactions when its own first one begins, not when it connects; and the group's coordinator may
 * take in a moment later what was committed before, and until then answers with an older place.
 * Whoever believed that would publish those events a second time. So a new term commits a nonce
 * into the same group first. The coordinator takes things in as they were committed; once it
 * answers with the nonce, it knows all.
 */
export const startTerm = async (producer: Producer, admin: Admin, topic: string): Promise<RelayPlace> => {
  const nonce = randomInt(NONCES);
  await inTransaction(producer, (transaction) =>
    transaction.sendOffsets({
      consumerGroupId: relayGroup(topic),
      topics: [{ topic: termTopic(topic), partitions: [{ partition: 0, offset: String(nonce) }] }],
    }),
  );
  const backoff = createBackoff({ firstMs: 5, maxMs: 200 });
  for (let attempt = 1; (await nonceNow(admin, topic)) !== nonce; attempt++) {
    // A later term has put its own there: this one is over, and begins again if it is still
    // elected.
    if (attempt === NONCE_ATTEMPTS) throw new Error("The nonce of this term does not come back.");
    await backoff.wait();
  }
  return getRelayPlace(admin, topic);
};
