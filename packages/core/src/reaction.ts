import type { RecordedEvent } from "./event.ts";
import type { EventBus, Subscription } from "./event-bus.ts";

/**
 * A reaction answers events with commands. It is called at least once per event, so the
 * commands it sends must carry ids made from the event's id. Throwing parks the event after
 * retries.
 */
export const runReaction = (options: {
  readonly consumer: string;
  readonly bus: EventBus;
  readonly eventTypes: readonly string[];
  readonly upcast?: ((event: RecordedEvent) => RecordedEvent) | undefined;
  readonly react: (event: RecordedEvent) => Promise<void>;
}): Promise<Subscription> => {
  const { consumer, bus, eventTypes, react, upcast = (event) => event } = options;
  return bus.subscribe({
    consumer,
    eventTypes,
    onDelivery: async ({ events }) => {
      for (const event of events) await react(upcast(event));
    },
  });
};
