import type { EventStore, RecordedEvent } from "@sogoc/core";
import type { Admin, IHeaders } from "kafkajs";
import { findPartitioner, type PartitionOf } from "./partitioner.ts";
import type { EventTopic } from "./topics.ts";

/**
 * Names, in each message, the position of the event before it in the partition, 0 where there is
 * none. Messages of earlier versions have no such header.
 */
export const BEFORE_HEADER = "sogoc-before";

/** The position that a message names as the one before it; undefined where it names none. */
export const beforeOf = (headers: IHeaders | undefined): number | undefined => {
  const text = headers?.[BEFORE_HEADER]?.toString();
  return text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : undefined;
};

/** What consumers of a process did not find on the topics and took from the store. */
export interface FilledHoles {
  /**
   * How many events, each counted once however many consumers missed it; no more than `MOST_TOLD`.
   */
  readonly events: number;
  /** Where the last of them was missing. */
  readonly lane: string;
  readonly position: number;
}

const MOST_TOLD = 10_000;
const PAGE = 1_000;

/**
 * Takes from the store what a topic has lost. A consumer that goes on without it would show for
 * ever a past that nobody recorded.
 */
export const createHoleFiller = (
  store: Pick<EventStore, "readAll">,
  admin: Admin,
  sources: readonly EventTopic[],
) => {
  const partitioners = new Map<string, Promise<PartitionOf>>();
  const partitionerOf = (topic: string) => {
    const known = partitioners.get(topic) ?? findPartitioner(admin, topic);
    partitioners.set(topic, known);
    known.catch(() => partitioners.delete(topic));
    return known;
  };
  const told = new Set<string>();
  let filled: FilledHoles | undefined;

  return {
    filled: () => filled,
    /**
     * The partition's events behind one position up to and with another, page by page. Throws what
     * the store throws.
     */
    async *eventsBetween(
      { topic, partition }: { readonly topic: string; readonly partition: number },
      after: number,
      upTo: number,
    ): AsyncGenerator<readonly RecordedEvent[]> {
      const types = sources.find((source) => source.topic === topic)?.eventTypes;
      const partitionOf = await partitionerOf(topic);
      for (let from = after; from < upTo; ) {
        const page = await store.readAll({ after: from, limit: PAGE, types });
        const missing = page.events.filter(
          ({ stream, position }) => position <= upTo && partitionOf(stream) === partition,
        );
        yield missing;
        from = page.end ? upTo : page.upTo;
      }
    },
    /** Notes what was taken from the store and handled. */
    tell(lane: string, events: readonly RecordedEvent[]): void {
      const news = events.filter(({ position }) => !told.has(`${lane}@${position}`));
      const position = news.at(-1)?.position;
      if (position === undefined || told.size >= MOST_TOLD) return;
      for (const event of news) told.add(`${lane}@${event.position}`);
      filled = { events: told.size, lane, position };
      process.emitWarning(
        `${lane}: ${news.length} events up to position ${position} are not on the topic and were taken from the store`,
        "Hole",
      );
    },
  };
};

export type HoleFiller = ReturnType<typeof createHoleFiller>;
