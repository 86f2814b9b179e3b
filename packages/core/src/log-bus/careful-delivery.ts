import { setTimeout as pause } from "node:timers/promises";
import { EngineUnavailable } from "../errors.ts";
import type { RecordedEvent } from "../event.ts";
import type { SubscribeOptions } from "../event-bus.ts";
import { parkedReason } from "../parked-reason.ts";
import { LOG_LANE } from "../projection-runner.ts";
import { BEHIND, type Parking } from "./parking.ts";

const ATTEMPTS = 3;
/**
 * So many different events failing in a row, and none succeeding, need not be the fault of the
 * events …
 */
const SUSPICIOUS = 4;
/**
 * … until it has happened so many times, with every engine in reach: then it is theirs, and they
 * must not hold up the rest.
 */
const SUSPICIOUS_ROUNDS = 3;

/** Why nothing can be handled, without anything that stands in an event. */
class NothingHandled extends Error {
  constructor(event: RecordedEvent, cause: unknown) {
    super(parkedReason(event, cause));
    this.name = "NothingHandled";
  }
}

/**
 * What went wrong, without anything that stands in an event: messages of errors that are not ours
 * may quote it.
 */
export const troubleOf = (error: unknown): string => {
  if (error instanceof NothingHandled) return error.message;
  if (error instanceof EngineUnavailable) return `${error.name}: ${error.message}`;
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? `${error.name} (${error.code})` : error.name;
};

interface Suspect {
  readonly event: RecordedEvent;
  readonly reason: string;
}

/**
 * Delivers events to one consumer and parks those that it cannot handle. Rejects where an engine is
 * away, and where nothing at all can be handled: the same delivery is then tried again later.
 */
export interface CarefulDelivery {
  deliver(events: readonly RecordedEvent[], upTo: number): Promise<void>;
  /** A delivery has ended well: what failed before it counts no longer. */
  succeeded(): void;
}

export const createCarefulDelivery = (options: {
  readonly parking: Parking;
  readonly onDelivery: SubscribeOptions["onDelivery"];
  readonly isStopped: () => boolean;
}): CarefulDelivery => {
  const { parking, onDelivery, isStopped } = options;
  /** How often in a row nothing could be handled, for no reason that lies with an engine. */
  let rounds = 0;

  /** Resolves with what it failed with at last; undefined where it did not. */
  const tryDelivery = async (events: readonly RecordedEvent[], upTo: number): Promise<unknown> => {
    for (let attempt = 1; ; attempt++) {
      try {
        await onDelivery({ lane: LOG_LANE, events, upTo });
        return undefined;
      } catch (error) {
        // An engine that is away makes every event look bad; the pump waits for it instead of
        // parking them all.
        if (error instanceof EngineUnavailable || isStopped()) throw error;
        if (attempt >= ATTEMPTS) return error;
        await pause(10 * 4 ** attempt);
      }
    }
  };

  const parkAll = async (suspects: readonly Suspect[]) => {
    for (const { event, reason } of suspects) await parking.park(event, reason);
  };

  /**
   * Finds the culprits one by one. Where the first few all fail and none succeeds, something else
   * may be wrong than the events: that is thrown, and the whole delivery is tried again later, a
   * few times.
   */
  const deliverOneByOne = async (events: readonly RecordedEvent[]) => {
    let suspects: Suspect[] = [];
    let isHealthy = false;
    for (const event of events) {
      if (parking.isWaiting(event.stream) || suspects.some((other) => other.event.stream === event.stream)) {
        suspects.push({ event, reason: BEHIND });
        continue;
      }
      const failure = await tryDelivery([event], event.position);
      if (failure === undefined) isHealthy = true;
      else suspects.push({ event, reason: parkedReason(event, failure) });
      const failing = suspects.filter(({ reason }) => reason !== BEHIND).length;
      if (!isHealthy && failing >= SUSPICIOUS && rounds < SUSPICIOUS_ROUNDS) {
        rounds++;
        throw new NothingHandled(event, failure);
      }
      if (isHealthy) {
        await parkAll(suspects);
        suspects = [];
      }
    }
    await parkAll(suspects);
  };

  return {
    async deliver(events, upTo) {
      if (parking.concerns(events)) await parking.refresh();
      if (!parking.concerns(events) && (await tryDelivery(events, upTo)) === undefined) return;
      await deliverOneByOne(events);
      await tryDelivery([], upTo);
    },
    succeeded() {
      rounds = 0;
    },
  };
};
