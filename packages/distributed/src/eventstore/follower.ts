import {
  type AllStreamSubscription,
  type EventStoreDBClient,
  eventTypeFilter,
  START,
} from "@eventstore/db-client";
import { createCommitListeners, type RecordedEvent } from "@sogoc/core";
import { createBackoff } from "../backoff.ts";
import { type ClientEvent, type OwnEvents, positionOf } from "./stored-event.ts";

type Listener = (events: readonly RecordedEvent[]) => void;

/** Tells listeners of events, those together that arrive together. */
const createTeller = () => {
  const listeners = createCommitListeners();
  let waiting: RecordedEvent[] = [];
  const tell = () => {
    const events = waiting;
    waiting = [];
    listeners.tell(events);
  };
  return {
    listeners,
    take(event: RecordedEvent): void {
      waiting.push(event);
      if (waiting.length === 1) setImmediate(tell);
    },
  };
};

/**
 * Tells listeners of new events by a catch-up subscription to the log, filtered by the server. It
 * runs while somebody listens and, when it breaks off, goes on after the last event it told of.
 */
export const createFollower = (options: {
  readonly client: EventStoreDBClient;
  readonly own: OwnEvents;
  readonly pattern: string;
  /** Position after which events are news. */
  readonly from: number;
}) => {
  const { client, own, pattern } = options;
  const { listeners, take: tell } = createTeller();
  let position = options.from;
  let closed = false;
  const backoff = createBackoff({ firstMs: 40 });
  /** Given when nobody listens any more. */
  let leaving = new AbortController();
  let following: Promise<void> | undefined;
  let current: AllStreamSubscription | undefined;

  const take = (event: ClientEvent) => {
    const place = positionOf(event);
    if (place <= position) return;
    position = place;
    const recorded = own.recorded(event);
    if (recorded) tell(recorded);
  };

  const wanted = () => !closed && listeners.size() > 0;
  const followOnce = async () => {
    const at = BigInt(Math.max(0, position - 1));
    const subscription = client.subscribeToAll({
      fromPosition: position === 0 ? START : { commit: at, prepare: at },
      filter: eventTypeFilter({ regex: pattern }),
    });
    current = subscription;
    await new Promise<void>((resolve, reject) => {
      subscription.on("confirmation", backoff.reset);
      subscription.on("data", ({ event }) => {
        if (event) take(event as ClientEvent);
      });
      subscription.on("error", reject);
      subscription.on("end", resolve);
      subscription.on("close", resolve);
    });
  };

  const follow = async () => {
    while (wanted()) {
      // How it ended makes no difference: only a confirmed subscription was a success.
      await followOnce().catch(() => {});
      if (wanted()) await backoff.wait(leaving.signal);
    }
  };

  const stopIfUnwanted = async () => {
    if (wanted()) return;
    leaving.abort();
    leaving = new AbortController();
    await current?.unsubscribe().catch(() => {});
    current?.destroy();
    current = undefined;
  };

  return {
    add(listener: Listener): () => void {
      const leave = listeners.add(listener);
      following ??= follow().finally(() => {
        following = undefined;
      });
      return () => {
        leave();
        void stopIfUnwanted();
      };
    },
    async close(): Promise<void> {
      closed = true;
      listeners.clear();
      await stopIfUnwanted();
      await following;
    },
  };
};
