import { setTimeout as pause } from "node:timers/promises";
import { EngineUnavailable } from "../errors.ts";
import type { RecordedEvent } from "../event.ts";
import type { SubscribeOptions, Subscription, SubscriptionStatus } from "../event-bus.ts";
import type { EventStore } from "../event-store.ts";
import { inTime } from "../in-time.ts";
import { createOneAtATime } from "../one-at-a-time.ts";
import { LOG_LANE } from "../projection-runner.ts";
import { createCarefulDelivery, troubleOf } from "./careful-delivery.ts";
import type { ConsumerState, ParkedPlace } from "./consumer-state.ts";
import { createFreshEvents } from "./fresh-events.ts";
import { createParking, type Parking } from "./parking.ts";
import { createPositionWaiters } from "./position-waiters.ts";

export interface ConsumerTrouble {
  readonly consumer: string;
  readonly position: number;
  /** Says nothing that stands in an event. */
  readonly reason: string;
}

const RETRY_MS = 200;
/** How long those who ask for a consumer's status wait for an engine. */
const ANSWER_MS = 2_000;
const DEFAULT_MAX_EVENTS = 1_000;

/** One consumer that follows the log. */
export interface Tail extends Subscription {
  /** Looks for what is new. */
  wake(): void;
  offer(events: readonly RecordedEvent[]): void;
  /** Runs with no delivery under way, handing over a way to deliver parked events. */
  replaying<Result>(
    work: (replay: (event: RecordedEvent) => Promise<void>) => Promise<Result>,
  ): Promise<Result>;
}

interface TailOptions {
  readonly store: EventStore;
  readonly consumers: ConsumerState;
  readonly subscription: SubscribeOptions;
  readonly now: () => Date;
  readonly onParked: ((place: ParkedPlace) => void) | undefined;
  readonly onTrouble: ((trouble: ConsumerTrouble) => void) | undefined;
  readonly onStop: () => void;
}

/** A full disk does not hold up the end: what is not kept is seen again, which harms nobody. */
const keepCheckpoint = (consumers: ConsumerState, consumer: string, position: number): Promise<void> =>
  consumers.saveCheckpoint(consumer, position).catch((error: unknown) => {
    if (!(error instanceof EngineUnavailable)) throw error;
  });

const statusOf = async (
  { store, consumers }: Pick<TailOptions, "store" | "consumers">,
  { consumer, position, trouble }: Pick<SubscriptionStatus, "consumer" | "position" | "trouble">,
): Promise<SubscriptionStatus> => {
  const [head, parked] = await Promise.all([
    inTime(store.head(), ANSWER_MS),
    inTime(consumers.listParked(consumer), ANSWER_MS),
  ]);
  return {
    consumer,
    position,
    behind: head === undefined ? undefined : Math.max(0, head - position),
    parked: parked?.length,
    trouble,
  };
};

const replayWith =
  (parking: Parking, onDelivery: SubscribeOptions["onDelivery"]) =>
  (event: RecordedEvent): Promise<void> => {
    const replay = { isWaiting: () => parking.isParked(event) };
    return onDelivery({ lane: LOG_LANE, events: [event], upTo: event.position, replay });
  };

/** Runs work on what waits now. */
const withFreshParking = async <Result>(parking: Parking, work: () => Promise<Result>): Promise<Result> => {
  await parking.refresh();
  try {
    return await work();
  } finally {
    // A stream is free again only when none of its events waits any more.
    await parking.refresh();
  }
};

/** Follows the log from where the consumer had got to; it is still to be woken. */
export const startTail = async (options: TailOptions): Promise<Tail> => {
  const { store, consumers, subscription, now, onParked, onTrouble, onStop } = options;
  const { consumer, startAfter, onDelivery, eventTypes } = subscription;
  const { maxEvents = DEFAULT_MAX_EVENTS, rebuiltUpTo = async () => 0 } = subscription;
  const parking = createParking({ consumer, consumers, rebuiltUpTo, now, onParked });
  await parking.refresh();
  let position = await (startAfter ? startAfter(LOG_LANE) : consumers.checkpoint(consumer));
  let stopped = false;
  let pumping: Promise<void> | undefined;
  let trouble: string | undefined;
  const fresh = createFreshEvents({ store, eventTypes, maxEvents });
  const delivery = createCarefulDelivery({ parking, onDelivery, isStopped: () => stopped });
  const waiters = createPositionWaiters();
  // A delivery and a replay may concern the same document.
  const oneAtATime = createOneAtATime();

  const pump = async () => {
    while (!stopped) {
      const { events, upTo } = await fresh.next(position);
      if (upTo <= position) return;
      await oneAtATime(() => delivery.deliver(events, upTo));
      delivery.succeeded();
      trouble = undefined;
      position = upTo;
      waiters.reached(position);
      if (!startAfter && events.length > 0) await consumers.saveCheckpoint(consumer, position);
    }
  };

  /** An engine cannot be reached, or no event at all can be handled. */
  const onFailure = (error: unknown) => {
    trouble = troubleOf(error);
    onTrouble?.({ consumer, position, reason: trouble });
    return pause(RETRY_MS);
  };

  const wake = () => {
    if (stopped || pumping) return;
    let failed = false;
    pumping = pump()
      .catch((error: unknown) => {
        // Nobody else wakes the tail for it.
        failed = true;
        return onFailure(error);
      })
      .finally(() => {
        pumping = undefined;
        if (failed || !fresh.isEmpty()) wake();
      });
  };

  return {
    consumer,
    wake,
    offer(events) {
      fresh.offer(events);
      wake();
    },
    replaying: (work) =>
      oneAtATime(() => withFreshParking(parking, () => work(replayWith(parking, onDelivery)))),
    status: () => statusOf({ store, consumers }, { consumer, position, trouble }),
    async caughtUp(wanted, timeoutMs) {
      if (position >= wanted) return true;
      wake();
      return waiters.wait(wanted, timeoutMs);
    },
    async stop() {
      stopped = true;
      onStop();
      waiters.giveUp();
      await pumping;
      if (!startAfter) await keepCheckpoint(consumers, consumer, position);
    },
  };
};
