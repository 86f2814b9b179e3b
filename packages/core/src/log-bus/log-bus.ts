import type { EventBus, ParkedEvent, SubscribeOptions } from "../event-bus.ts";
import type { EventStore } from "../event-store.ts";
import { parkedReason } from "../parked-reason.ts";
import type { ConsumerState, ParkedPlace } from "./consumer-state.ts";
import { type ConsumerTrouble, startTail, type Tail } from "./tail.ts";

/**
 * Answers how many parked events were handled; those of a stream after one that fails again wait
 * on.
 */
const replayAll = (
  tail: Tail,
  consumers: ConsumerState,
  store: Pick<EventStore, "eventAt">,
): Promise<number> =>
  tail.replaying(async (replay) => {
    const failed = new Set<string>();
    let handled = 0;
    for (const place of await consumers.listParked(tail.consumer)) {
      const event = await store.eventAt(place.position);
      if (!event || failed.has(event.stream)) continue;
      try {
        await replay(event);
      } catch (error) {
        failed.add(event.stream);
        await consumers.park({ ...place, reason: parkedReason(event, error) });
        continue;
      }
      // Where this fails the replay ends: who handled it recognises only the last one it was given.
      await consumers.unpark(tail.consumer, place.position);
      handled++;
    }
    return handled;
  });

/**
 * An event bus that tails a store's log, for systems where services share one process. Fresh
 * commits are handed over in memory; a consumer that fell behind reads pages from the store.
 */
export const createLogBus = (options: {
  readonly store: EventStore;
  readonly consumers: ConsumerState;
  readonly now?: (() => Date) | undefined;
  /** Called when events were parked, for logs and metrics. */
  readonly onParked?: ((place: ParkedPlace) => void) | undefined;
  /** Called when a consumer can handle nothing at all and will try again. */
  readonly onTrouble?: ((trouble: ConsumerTrouble) => void) | undefined;
}): EventBus => {
  const { store, consumers, now = () => new Date(), onParked, onTrouble } = options;
  const tails = new Map<string, Tail>();

  const stopListening = store.onCommitted((events) => {
    for (const tail of tails.values()) tail.offer(events);
  });

  return {
    async subscribe(subscription: SubscribeOptions) {
      const { consumer } = subscription;
      if (tails.has(consumer)) throw new Error(`${consumer} is subscribed already.`);
      const onStop = () => void tails.delete(consumer);
      const tail = await startTail({ store, consumers, subscription, now, onParked, onTrouble, onStop });
      tails.set(consumer, tail);
      // Not before it is offered what is committed: nothing may fall in between.
      tail.wake();
      return tail;
    },
    async listParked(consumer) {
      const found: ParkedEvent[] = [];
      for (const place of await consumers.listParked(consumer)) {
        const event = await store.eventAt(place.position);
        if (event) found.push({ consumer: place.consumer, event, reason: place.reason, at: place.at });
      }
      return found;
    },
    async replayParked(consumer) {
      const tail = tails.get(consumer);
      return tail ? replayAll(tail, consumers, store) : 0;
    },
    async close() {
      stopListening();
      await Promise.all([...tails.values()].map((tail) => tail.stop()));
    },
  };
};
