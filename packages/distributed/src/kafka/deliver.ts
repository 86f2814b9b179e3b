import { setTimeout as pause } from "node:timers/promises";
import {
  type Delivery,
  parkedReason,
  type RecordedEvent,
  StaleCommit,
  type SubscribeOptions,
} from "@sogoc/core";
import { createBackoff } from "../backoff.ts";
import type { ParkedEvents, ParkedInLane } from "../parked-events.ts";

const ATTEMPTS = 3;
/**
 * At the most between two attempts during an outage; the group must hear of this process meanwhile.
 */
const OUTAGE_PAUSE_MS = 2_500;

export interface DeliveryOptions {
  readonly consumer: string;
  readonly onDelivery: SubscribeOptions["onDelivery"];
  readonly rebuiltUpTo?: SubscribeOptions["rebuiltUpTo"] | undefined;
  readonly parked: ParkedEvents;
  /**
   * Names what is wrong with the engines behind the consumer: then nothing is parked, but waited
   * for.
   */
  readonly findFault: () => Promise<string | undefined>;
  readonly now: () => Date;
  readonly onParked?: ((parked: ParkedInLane) => void) | undefined;
}

export interface Deliverer {
  /** What is waited for, while an engine is away. */
  trouble(): string | undefined;
  learnParked(): Promise<void>;
  /**
   * `alive` is called while it takes long; it throws when the lane has gone to another process.
   */
  deliver(delivery: Delivery, alive: () => Promise<void>): Promise<void>;
}

/** Knows which streams of a consumer wait behind something parked, and parks more. */
const createWaitingStreams = (options: DeliveryOptions) => {
  const { consumer, parked, now, onParked, rebuiltUpTo = async () => 0 } = options;
  /**
   * Streams of which something waited when last looked; whether it still does is asked when it
   * matters.
   */
  const suspects = new Set<string>();
  return {
    /** Whether none of these streams is known to wait. */
    isClean: (events: readonly RecordedEvent[]): boolean =>
      suspects.size === 0 || events.every(({ stream }) => !suspects.has(stream)),
    /** Which streams wait; what a rebuild has handled meanwhile no longer does. */
    async learn(): Promise<void> {
      const entries = await parked.list(consumer);
      const rebuilt = entries.length > 0 ? await rebuiltUpTo() : 0;
      suspects.clear();
      for (const { event } of entries) {
        if (event.position > rebuilt) suspects.add(event.stream);
        else await parked.unpark(consumer, event.position);
      }
    },
    async isBehindParked(stream: string): Promise<boolean> {
      if (!suspects.has(stream)) return false;
      if (await parked.hasStream(consumer, stream)) return true;
      suspects.delete(stream);
      return false;
    },
    async park(event: RecordedEvent, lane: string, reason: string): Promise<void> {
      suspects.add(event.stream);
      const entry = { consumer, lane, event, reason, at: now().toISOString() };
      await parked.park(entry);
      onParked?.(entry);
    },
  };
};

/**
 * The last failure, or undefined when it was handled. Throws `StaleCommit`, which is nobody's
 * fault.
 */
const attempt = async (onDelivery: DeliveryOptions["onDelivery"], delivery: Delivery): Promise<unknown> => {
  for (let count = 1; ; count++) {
    try {
      await onDelivery(delivery);
      return undefined;
    } catch (error) {
      if (error instanceof StaleCommit) throw error;
      if (count >= ATTEMPTS) return error;
      await pause(10 * 4 ** count);
    }
  }
};

/**
 * Hands events over, tries again, and parks what cannot be handled together with what follows in
 * its stream.
 */
export const createDeliverer = (options: DeliveryOptions): Deliverer => {
  const { onDelivery, findFault } = options;
  const waiting = createWaitingStreams(options);
  let trouble: string | undefined;

  /** As `attempt`, but failures during an outage of an engine do not count. */
  const tryDelivery = async (delivery: Delivery, alive: () => Promise<void>): Promise<unknown> => {
    const backoff = createBackoff({ firstMs: 200, maxMs: OUTAGE_PAUSE_MS });
    for (let sound = 0; ; ) {
      const failure = await attempt(onDelivery, delivery);
      if (failure === undefined) {
        trouble = undefined;
        return undefined;
      }
      // Twice, because the engine may have come back just before it was asked.
      trouble = await findFault();
      if (trouble === undefined && ++sound === 2) return failure;
      await alive();
      await backoff.wait();
    }
  };

  return {
    trouble: () => trouble,
    learnParked: waiting.learn,
    async deliver(delivery, alive) {
      const { lane, events, upTo } = delivery;
      if (!waiting.isClean(events)) await waiting.learn();
      // An outage is waited out with the delivery as it is: one by one, catching up would take many
      // times longer.
      if (waiting.isClean(events) && (await tryDelivery(delivery, alive)) === undefined) return;
      for (const event of events) {
        if (await waiting.isBehindParked(event.stream)) {
          await waiting.park(event, lane, "an earlier event of this stream is parked");
          continue;
        }
        const failure = await tryDelivery({ lane, events: [event], upTo: event.position }, alive);
        if (failure !== undefined) await waiting.park(event, lane, parkedReason(event, failure));
        await alive();
      }
      const failure = await tryDelivery({ lane, events: [], upTo }, alive);
      if (failure !== undefined) throw failure;
    },
  };
};
