import type { ParkedEvent } from "@sogoc/core";

/** A parked event with the lane it came by. */
export interface ParkedInLane extends ParkedEvent {
  readonly lane: string;
}

/**
 * Where events wait that a consumer could not handle. `park` of the same event twice keeps the
 * newer reason.
 */
export interface ParkedEvents {
  park(parked: ParkedInLane): Promise<void>;
  /**
   * Changes the reason of what still waits; what another process has handled meanwhile stays
   * handled.
   */
  renewReason(consumer: string, position: number, reason: string): Promise<void>;
  unpark(consumer: string, position: number): Promise<void>;
  /** By position. */
  list(consumer?: string): Promise<readonly ParkedInLane[]>;
  count(consumer: string): Promise<number>;
  isParked(consumer: string, position: number): Promise<boolean>;
  /** Whether an event of that stream waits. */
  hasStream(consumer: string, stream: string): Promise<boolean>;
}

/** For tests. */
export const createInMemoryParkedEvents = (): ParkedEvents => {
  const parked = new Map<string, ParkedInLane>();
  const keyOf = (consumer: string, position: number) => `${consumer}\n${position}`;
  const of = (consumer?: string) =>
    [...parked.values()]
      .filter((entry) => consumer === undefined || entry.consumer === consumer)
      .sort((a, b) => a.event.position - b.event.position);
  return {
    park: async (entry) => void parked.set(keyOf(entry.consumer, entry.event.position), entry),
    async renewReason(consumer, position, reason) {
      const entry = parked.get(keyOf(consumer, position));
      if (entry) parked.set(keyOf(consumer, position), { ...entry, reason });
    },
    unpark: async (consumer, position) => void parked.delete(keyOf(consumer, position)),
    list: async (consumer) => of(consumer),
    count: async (consumer) => of(consumer).length,
    isParked: async (consumer, position) => parked.has(keyOf(consumer, position)),
    hasStream: async (consumer, stream) => of(consumer).some(({ event }) => event.stream === stream),
  };
};
