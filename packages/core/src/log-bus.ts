import { EngineUnavailable } from "./errors.ts";
import type { RecordedEvent } from "./event.ts";
import type { EventBus, ParkedEvent, SubscribeOptions, Subscription } from "./event-bus.ts";
import type { EventStore } from "./event-store.ts";
import { inTime } from "./in-time.ts";
import { parkedReason } from "./parked-reason.ts";
import { LOG_LANE } from "./projection-runner.ts";

/** A parked event by its place in the log; the event itself is read from there. */
export interface ParkedPlace {
  readonly consumer: string;
  readonly position: number;
  readonly stream: string;
  readonly reason: string;
  readonly at: string;
}

/** What a bus over a log must remember between runs. `park` of the same place twice keeps the newer reason. */
export interface ConsumerState {
  checkpoint(consumer: string): Promise<number>;
  saveCheckpoint(consumer: string, position: number): Promise<void>;
  park(place: ParkedPlace): Promise<void>;
  unpark(consumer: string, position: number): Promise<void>;
  listParked(consumer?: string): Promise<readonly ParkedPlace[]>;
}

export interface ConsumerTrouble {
  readonly consumer: string;
  readonly position: number;
  /** Says nothing that stands in an event. */
  readonly reason: string;
}

const RETRY_MS = 200;
/** How long those who ask for a consumer's status wait for an engine. */
const ANSWER_MS = 2_000;
const MAX_INBOX = 5_000;
const DEFAULT_MAX_EVENTS = 1_000;
const ATTEMPTS = 3;

/** So many different events failing in a row, and none succeeding, need not be the fault of the events … */
const SUSPICIOUS = 4;
/** … until it has happened so many times, with every engine in reach: then it is theirs, and they must not hold up the rest. */
const SUSPICIOUS_ROUNDS = 3;
const BEHIND = "an earlier event of this stream is parked";

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Why nothing can be handled, without anything that stands in an event. */
class NothingHandled extends Error {
  constructor(event: RecordedEvent, cause: unknown) {
    super(parkedReason(event, cause));
    this.name = "NothingHandled";
  }
}

/** Messages of errors that are not ours may quote what they could not handle. */
const reasonOf = (error: unknown): string => {
  if (error instanceof NothingHandled) return error.message;
  if (error instanceof EngineUnavailable) return `${error.name}: ${error.message}`;
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? `${error.name} (${error.code})` : error.name;
};

/**
 * An event bus that tails a store's log, for systems where services share one process. Fresh commits are handed over
 * in memory; a consumer that fell behind reads pages from the store.
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
  const running = new Map<string, Tail>();

  interface Tail extends Subscription {
    offer(events: readonly RecordedEvent[]): void;
    /** Runs with no delivery under way, handing over a way to deliver parked events. */
    replaying<Result>(
      work: (replay: (event: RecordedEvent) => Promise<void>) => Promise<Result>,
    ): Promise<Result>;
  }

  const subscribe = async (subscription: SubscribeOptions): Promise<Tail> => {
    const { consumer, startAfter, onDelivery, maxEvents = DEFAULT_MAX_EVENTS } = subscription;
    const { rebuiltUpTo = async () => 0 } = subscription;
    const types = new Set(subscription.eventTypes);
    if (running.has(consumer)) throw new Error(`${consumer} is subscribed already.`);
    const parkedStreams = new Set<string>();
    await learnParked();
    let position = await (startAfter ? startAfter(LOG_LANE) : consumers.checkpoint(consumer));
    let inbox: RecordedEvent[] = [];
    let stopped = false;
    let pumping: Promise<void> | undefined;
    let waiting: { position: number; done: (reached: boolean) => void }[] = [];
    let turn: Promise<unknown> = Promise.resolve();
    let trouble: string | undefined;
    /** How often in a row nothing could be handled, for no reason that lies with an engine. */
    let rounds = 0;

    /** One at a time: a delivery and a replay may concern the same document. */
    const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
      const result = turn.then(work);
      turn = result.catch(() => {});
      return result;
    };

    /** Which streams wait; what a rebuild has handled meanwhile no longer does. */
    async function learnParked(): Promise<void> {
      const places = await consumers.listParked(consumer);
      const rebuilt = places.length > 0 ? await rebuiltUpTo() : 0;
      const left = places.filter((place) => place.position > rebuilt);
      for (const place of places) {
        if (place.position <= rebuilt) await consumers.unpark(consumer, place.position);
      }
      parkedStreams.clear();
      for (const place of left) parkedStreams.add(place.stream);
    }

    const park = async (event: RecordedEvent, reason: string) => {
      parkedStreams.add(event.stream);
      // Seen again after a restart: the reason it was first parked for says more than that it still is.
      if (reason === BEHIND && (await isParked(event))) return;
      const place = {
        consumer,
        position: event.position,
        stream: event.stream,
        reason,
        at: now().toISOString(),
      };
      await consumers.park(place);
      onParked?.(place);
    };

    const isParked = async ({ position: place }: RecordedEvent) =>
      (await consumers.listParked(consumer)).some((parked) => parked.position === place);

    const tryDelivery = async (events: readonly RecordedEvent[], upTo: number): Promise<unknown> => {
      for (let attempt = 1; ; attempt++) {
        try {
          await onDelivery({ lane: LOG_LANE, events, upTo });
          return undefined;
        } catch (error) {
          // An engine that is away makes every event look bad; the pump waits for it instead of parking them all.
          if (error instanceof EngineUnavailable || stopped) throw error;
          if (attempt >= ATTEMPTS) return error;
          await pause(10 * 4 ** attempt);
        }
      }
    };

    /**
     * Finds the culprits one by one. Where the first few all fail and none succeeds, something else may be wrong than the
     * events: that is thrown, and the whole delivery is tried again later, a few times.
     */
    const deliverOneByOne = async (events: readonly RecordedEvent[]) => {
      let suspects: { event: RecordedEvent; reason: string }[] = [];
      let healthy = false;
      for (const event of events) {
        if (
          parkedStreams.has(event.stream) ||
          suspects.some((suspect) => suspect.event.stream === event.stream)
        ) {
          suspects.push({ event, reason: BEHIND });
          continue;
        }
        const failure = await tryDelivery([event], event.position);
        if (failure === undefined) healthy = true;
        else suspects.push({ event, reason: parkedReason(event, failure) });
        const failing = suspects.filter(({ reason }) => reason !== BEHIND).length;
        if (!healthy && failing >= SUSPICIOUS && rounds < SUSPICIOUS_ROUNDS) {
          rounds++;
          throw new NothingHandled(event, failure);
        }
        if (healthy) {
          for (const suspect of suspects) await park(suspect.event, suspect.reason);
          suspects = [];
        }
      }
      for (const suspect of suspects) await park(suspect.event, suspect.reason);
    };

    const deliver = async (events: readonly RecordedEvent[], upTo: number) => {
      const isClean = () =>
        parkedStreams.size === 0 || events.every((event) => !parkedStreams.has(event.stream));
      if (!isClean()) await learnParked();
      if (isClean() && (await tryDelivery(events, upTo)) === undefined) return;
      await deliverOneByOne(events);
      await tryDelivery([], upTo);
    };

    const nextPage = async () => {
      const fresh = inbox.findIndex((event) => event.position > position);
      if (fresh !== 0) inbox = fresh === -1 ? [] : inbox.slice(fresh);
      const first = inbox[0];
      if (first && first.position === position + 1) {
        const page = inbox.splice(0, maxEvents);
        return {
          events: page.filter((event) => types.has(event.type)),
          upTo: page.at(-1)?.position ?? position,
        };
      }
      inbox = [];
      // Nothing new is the usual answer after a commit was handed over, and the end of the log is known without a read.
      if (store.exclusive && (await store.head()) <= position) return { events: [], upTo: position };
      const page = await store.readAll({ after: position, limit: maxEvents, types: subscription.eventTypes });
      return page;
    };

    const pump = async () => {
      while (!stopped) {
        const page = await nextPage();
        if (page.upTo <= position) return;
        await inTurn(() => deliver(page.events, page.upTo));
        trouble = undefined;
        rounds = 0;
        position = page.upTo;
        waiting = waiting.filter((waiter) => {
          if (waiter.position > position) return true;
          waiter.done(true);
          return false;
        });
        if (!startAfter && page.events.length > 0) await consumers.saveCheckpoint(consumer, position);
      }
    };

    const wake = () => {
      if (stopped || pumping) return;
      let failed = false;
      pumping = pump()
        .catch((error: unknown) => {
          // An engine could not be reached, or no event at all can be handled: nobody else would wake us for it.
          failed = true;
          trouble = reasonOf(error);
          onTrouble?.({ consumer, position, reason: trouble });
          return pause(RETRY_MS);
        })
        .finally(() => {
          pumping = undefined;
          if (failed || inbox.length > 0) wake();
        });
    };

    const tail: Tail = {
      consumer,
      offer(events) {
        // After something was left out the rest must be read from the store, so that no gap is stepped over.
        const last = inbox.at(-1);
        const follows = last === undefined || last.position + 1 === events[0]?.position;
        if (follows && inbox.length < MAX_INBOX) inbox.push(...events);
        wake();
      },
      replaying: (work) =>
        inTurn(async () => {
          await learnParked();
          try {
            return await work((event) => {
              const replay = { isWaiting: () => isParked(event) };
              return onDelivery({ lane: LOG_LANE, events: [event], upTo: event.position, replay });
            });
          } finally {
            // A stream is free again only when none of its events waits any more.
            await learnParked();
          }
        }),
      async status() {
        const [head, parked] = await Promise.all([
          inTime(store.head(), ANSWER_MS),
          inTime(consumers.listParked(consumer), ANSWER_MS),
        ]);
        return {
          consumer,
          position,
          behind: head === undefined ? undefined : Math.max(0, head - position),
          parked: parked === undefined ? undefined : parked.length,
          trouble,
        };
      },
      async caughtUp(wanted, timeoutMs) {
        if (position >= wanted) return true;
        wake();
        return new Promise<boolean>((resolve) => {
          const waiter = {
            position: wanted,
            done: (reached: boolean) => {
              clearTimeout(timer);
              resolve(reached);
            },
          };
          const timer = setTimeout(() => {
            waiting = waiting.filter((other) => other !== waiter);
            resolve(false);
          }, timeoutMs);
          waiting.push(waiter);
        });
      },
      async stop() {
        stopped = true;
        running.delete(consumer);
        for (const waiter of waiting) waiter.done(false);
        waiting = [];
        await pumping;
        if (startAfter) return;
        await consumers.saveCheckpoint(consumer, position).catch((error: unknown) => {
          // A full disk does not hold up the end: what is not kept is seen again, which harms nobody.
          if (!(error instanceof EngineUnavailable)) throw error;
        });
      },
    };
    running.set(consumer, tail);
    wake();
    return tail;
  };

  const stopListening = store.onCommitted((events) => {
    for (const tail of running.values()) tail.offer(events);
  });

  const eventAt = async (position: number): Promise<RecordedEvent | undefined> =>
    (await store.readAll({ after: position - 1, limit: 1 })).events[0];

  return {
    subscribe,
    async listParked(consumer) {
      const found: ParkedEvent[] = [];
      for (const place of await consumers.listParked(consumer)) {
        const event = await eventAt(place.position);
        if (event) found.push({ consumer: place.consumer, event, reason: place.reason, at: place.at });
      }
      return found;
    },
    async replayParked(consumer) {
      const tail = running.get(consumer);
      if (!tail) return 0;
      return tail.replaying(async (replay) => {
        const failed = new Set<string>();
        let handled = 0;
        for (const place of await consumers.listParked(consumer)) {
          const event = await eventAt(place.position);
          if (!event || failed.has(event.stream)) continue;
          try {
            await replay(event);
          } catch (error) {
            failed.add(event.stream);
            await consumers.park({ ...place, reason: parkedReason(event, error) });
            continue;
          }
          // Where this fails the replay ends: who handled it recognises only the last one it was given.
          await consumers.unpark(consumer, place.position);
          handled++;
        }
        return handled;
      });
    },
    async close() {
      stopListening();
      await Promise.all([...running.values()].map((tail) => tail.stop()));
    },
  };
};

export const createInMemoryConsumerState = (): ConsumerState => {
  const checkpoints = new Map<string, number>();
  const parked = new Map<string, ParkedPlace>();
  const keyOf = (consumer: string, position: number) => `${consumer}\n${position}`;
  return {
    checkpoint: async (consumer) => checkpoints.get(consumer) ?? 0,
    saveCheckpoint: async (consumer, position) => void checkpoints.set(consumer, position),
    park: async (place) => void parked.set(keyOf(place.consumer, place.position), place),
    unpark: async (consumer, position) => void parked.delete(keyOf(consumer, position)),
    listParked: async (consumer) =>
      [...parked.values()]
        .filter((place) => consumer === undefined || place.consumer === consumer)
        .sort((a, b) => a.position - b.position),
  };
};
