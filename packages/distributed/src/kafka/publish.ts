import type { RecordedEvent } from "@sogoc/core";
import type { Message, PartitionOffset, Producer, RecordMetadata } from "kafkajs";
import { CLOUD_EVENT_TYPE, cloudEventFrom } from "./cloud-event.ts";
import { BEFORE_HEADER } from "./holes.ts";
import { laneOf, type RelayPlace, relayGroup, textOfMark } from "./relay-place.ts";
import { type EventTopic, electionTopic } from "./topics.ts";
import { inTransaction } from "./transaction.ts";

/** What a partition is sent at once: brokers refuse a batch of more than a mebibyte. */
const BATCH_BYTES = 900_000;

interface Addressed extends Message {
  readonly partition: number;
}

/**
 * In order, in as few requests as the brokers take: no partition gets more than `BATCH_BYTES` in
 * one, unless one event is larger.
 */
const requestsOf = (messages: readonly { readonly message: Addressed; readonly bytes: number }[]) => {
  const requests: Addressed[][] = [];
  let sizes = new Map<number, number>();
  for (const { message, bytes } of messages) {
    const size = sizes.get(message.partition) ?? 0;
    const current = requests.at(-1);
    if (current && (size === 0 || size + bytes <= BATCH_BYTES)) {
      current.push(message);
      sizes.set(message.partition, size + bytes);
    } else {
      requests.push([message]);
      sizes = new Map([[message.partition, bytes]]);
    }
  }
  return requests;
};

/**
 * The offset after the last message of each partition, as the brokers answered. Throws where a
 * partition has no answer, or one without an offset: what it was sent may not be there, and a
 * transaction that was committed all the same would leave a hole that nobody mends.
 */
export const endsOf = (
  messages: readonly Pick<Addressed, "partition">[],
  answer: readonly RecordMetadata[],
): ReadonlyMap<number, string> => {
  const counts = new Map<number, number>();
  for (const { partition } of messages) counts.set(partition, (counts.get(partition) ?? 0) + 1);
  const bases = new Map(answer.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]));
  const unanswered = [...counts.keys()].filter((partition) => !((bases.get(partition) ?? -1) >= 0));
  if (unanswered.length > 0)
    throw new Error(`Partitions without an answer to what they were sent: ${unanswered.join(", ")}.`);
  return new Map(
    [...counts].map(([partition, count]) => [partition, String((bases.get(partition) ?? 0) + count)]),
  );
};

/** The client sends the text along, which its types do not know. */
interface MarkedOffset extends PartitionOffset {
  readonly metadata: string | undefined;
}

/** A page of events as it goes out. */
interface Page {
  readonly requests: readonly Addressed[][];
  /** By partition, the position of the last event that the page brings there. */
  readonly lastIn: ReadonlyMap<number, number>;
}

/**
 * Turns a service's events into messages, and puts them on its topic. Each message names the event
 * before it in its partition, so that whoever reads sees what is missing; pages are encoded in the
 * order in which they go out.
 */
export const createPublisher = (
  producer: Producer,
  { service, topic }: EventTopic,
  partitionOf: (key: string) => number,
  place: RelayPlace,
) => {
  let last = place.last;
  /** What an earlier version has published last in a partition is not known. */
  const before = new Map<number, number | undefined>();
  const takeBefore = (partition: number, position: number) => {
    const lane = laneOf(topic, partition);
    const untold = place.lastIn.get(lane) ?? (place.ends.has(lane) ? undefined : 0);
    const found = before.has(partition) ? before.get(partition) : untold;
    before.set(partition, position);
    return found;
  };

  const messageFor = (event: RecordedEvent) => {
    const value = Buffer.from(JSON.stringify(cloudEventFrom(event, service)));
    const partition = partitionOf(event.stream);
    const previous = takeBefore(partition, event.position);
    const headers: Record<string, string> = { "content-type": CLOUD_EVENT_TYPE };
    if (previous !== undefined) headers[BEFORE_HEADER] = String(previous);
    const message = { key: event.stream, partition, value, headers };
    return { message, bytes: value.length + event.stream.length + 150 };
  };

  const encode = (events: readonly RecordedEvent[]): Page => {
    const lastIn = new Map<number, number>();
    const messages = events.map((event) => {
      const made = messageFor(event);
      lastIn.set(made.message.partition, event.position);
      return made;
    });
    return { requests: requestsOf(messages), lastIn };
  };

  /**
   * The events and, behind them, the relay's place in one Kafka transaction: all of it is there, or
   * nothing.
   */
  const publish = async (
    { requests, lastIn }: Page,
    upTo: number,
    newest: RecordedEvent | undefined,
  ): Promise<void> => {
    const mark = newest ? { position: newest.position, hash: newest.metadata.hash } : last;
    const reached: MarkedOffset = { partition: 0, offset: String(upTo), metadata: mark && textOfMark(mark) };
    await inTransaction(producer, async (transaction) => {
      const ends = new Map<number, string>();
      for (const messages of requests) {
        const answer = await transaction.send({ topic, messages, acks: -1 });
        for (const [partition, end] of endsOf(messages, answer)) ends.set(partition, end);
      }
      const partitions = [...ends].map(([partition, offset]): MarkedOffset => {
        return { partition, offset, metadata: String(lastIn.get(partition)) };
      });
      await transaction.sendOffsets({
        consumerGroupId: relayGroup(topic),
        topics: [
          ...(partitions.length > 0 ? [{ topic, partitions }] : []),
          { topic: electionTopic(topic), partitions: [reached] },
        ],
      });
    });
    last = mark;
  };

  return { encode, publish };
};
