import type { RecordedEvent } from "../event.ts";
import type { EventStore } from "../event-store.ts";

const MAX_INBOX = 5_000;

/** Events of wanted types after a position; `upTo` is the position up to which none is left out. */
export interface EventPage {
  readonly events: readonly RecordedEvent[];
  readonly upTo: number;
}

/** What a consumer handles next: commits as they are handed over, else pages of the log. */
export interface FreshEvents {
  /** Takes a commit; one that does not follow what is there is left to be read from the log. */
  offer(events: readonly RecordedEvent[]): void;
  isEmpty(): boolean;
  next(position: number): Promise<EventPage>;
}

export const createFreshEvents = (options: {
  readonly store: EventStore;
  readonly eventTypes: readonly string[];
  readonly maxEvents: number;
}): FreshEvents => {
  const { store, eventTypes, maxEvents } = options;
  const types = new Set(eventTypes);
  let inbox: RecordedEvent[] = [];
  return {
    offer(events) {
      // After something was left out the rest must be read from the store, so that no gap is
      // stepped over.
      const last = inbox.at(-1);
      const follows = last === undefined || last.position + 1 === events[0]?.position;
      if (follows && inbox.length < MAX_INBOX) inbox.push(...events);
    },
    isEmpty: () => inbox.length === 0,
    async next(position) {
      const fresh = inbox.findIndex((event) => event.position > position);
      if (fresh !== 0) inbox = fresh === -1 ? [] : inbox.slice(fresh);
      if (inbox[0]?.position === position + 1) {
        const page = inbox.splice(0, maxEvents);
        const upTo = page.at(-1)?.position ?? position;
        return { events: page.filter((event) => types.has(event.type)), upTo };
      }
      inbox = [];
      // Nothing new is the usual answer after a commit was handed over, and the end of the log is
      // known without a read.
      if (store.exclusive && (await store.head()) <= position) return { events: [], upTo: position };
      return store.readAll({ after: position, limit: maxEvents, types: eventTypes });
    },
  };
};
