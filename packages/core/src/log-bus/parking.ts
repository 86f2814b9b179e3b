import type { RecordedEvent } from "../event.ts";
import type { ConsumerState, ParkedPlace } from "./consumer-state.ts";

/** Reason of an event that could be handled but for an earlier one of its stream. */
export const BEHIND = "an earlier event of this stream is parked";

/** The events that one consumer could not handle, and the streams that wait for them. */
export interface Parking {
  /** Learns anew which streams wait: others may have unparked events, or a rebuild handled them. */
  refresh(): Promise<void>;
  isWaiting(stream: string): boolean;
  /** Whether any of the events belongs to a stream that waits. */
  concerns(events: readonly RecordedEvent[]): boolean;
  isParked(event: RecordedEvent): Promise<boolean>;
  park(event: RecordedEvent, reason: string): Promise<void>;
}

export const createParking = (options: {
  readonly consumer: string;
  readonly consumers: ConsumerState;
  /** Events up to here were handled by a rebuild, parked or not. */
  readonly rebuiltUpTo: () => Promise<number>;
  readonly now: () => Date;
  readonly onParked?: ((place: ParkedPlace) => void) | undefined;
}): Parking => {
  const { consumer, consumers, rebuiltUpTo, now, onParked } = options;
  const streams = new Set<string>();

  const isParked = async ({ position }: RecordedEvent) =>
    (await consumers.listParked(consumer)).some((parked) => parked.position === position);

  return {
    async refresh() {
      const places = await consumers.listParked(consumer);
      const rebuilt = places.length > 0 ? await rebuiltUpTo() : 0;
      for (const { position } of places) {
        if (position <= rebuilt) await consumers.unpark(consumer, position);
      }
      streams.clear();
      for (const { position, stream } of places) if (position > rebuilt) streams.add(stream);
    },

    isWaiting: (stream) => streams.has(stream),

    concerns: (events) => streams.size > 0 && events.some(({ stream }) => streams.has(stream)),

    isParked,

    async park(event, reason) {
      const { position, stream } = event;
      streams.add(stream);
      // Seen again after a restart: the reason it was first parked for says more than that it still
      // is.
      if (reason === BEHIND && (await isParked(event))) return;
      const place = { consumer, position, stream, reason, at: now().toISOString() };
      await consumers.park(place);
      onParked?.(place);
    },
  };
};
