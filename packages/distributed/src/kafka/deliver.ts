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

/**
 * Hands events over, tries again, and parks what cannot be handled together with what follows in
 * its stream.
 */
export const createDeliverer = (options: DeliveryOptions) => {
  const { consumer, onDelivery, parked, findFault, now, onParked } = options;
  const { rebuiltUpTo = async () => 0 } = options;
  /**
   * Streams of which something waited when last looked; whether it still does is asked when it
   * matters.
   */
  const suspects = new Set<string>();
  let trouble: string | undefined;

  /** Which streams wait; what a rebuild has handled meanwhile no longer does. */
  const learnParked = async (): Promise<void> => {
    const entries = await parked.list(consumer);
    const rebuilt = entries.length > 0 ? await rebuiltUpTo() : 0;
    suspects.clear();
    for (const { event } of entries) {
      if (event.position > rebuilt) suspects.add(event.stream);
      else await parked.unpark(consumer, event.position);
    }
  };

  const isBehindParked = async (stream: string): Promise<boolean> => {
    if (!suspects.has(stream)) return false;
    if (await parked.hasStream(consumer, stream)) return true;
    suspects.delete(stream);
    return false;
  };

  const park = async (event: RecordedEvent, lane: string, reason: string) => {
    suspects.add(event.stream);
    const entry = { consumer, lane, event, reason, at: now().toISOString() };
    await parked.park(entry);
    onParked?.(entry);
  };

  /**
   * The last failure, or undefined when it was handled. Throws `StaleCommit`, which is nobody's
   * fault.
   */
  const attempt = async (delivery: Delivery): Promise<unknown> => {
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

  /** As `attempt`, but failures during an outage of an engine do not count. */
  const tryDelivery = async (delivery: Delivery, alive: () => Promise<void>): Promise<unknown> => {
    const backoff = createBackoff({ firstMs: 200, maxMs: OUTAGE_PAUSE_MS });
    for (let sound = 0; ; ) {
      const failure = await attempt(delivery);
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
    /** What is waited for, while an engine is away. */
    trouble: () => trouble,
    learnParked,
    /**
     * `alive` is called while it takes long; it throws when the lane has gone to another process.
     */
    async deliver(delivery: Delivery, alive: () => Promise<void>): Promise<void> {
      const { lane, events, upTo } = delivery;
      const isClean = () => suspects.size === 0 || events.every(({ stream }) => !suspects.has(stream));
      if (!isClean()) await learnParked();
      // An outage is waited out with the delivery as it is: one by one, catching up would take many
      // times longer.
      if (isClean() && (await tryDelivery(delivery, alive)) === undefined) return;
      for (const event of events) {
        if (await isBehindParked(event.stream)) {
          await park(event, lane, "an earlier event of this stream is parked");
          continue;
        }
        const failure = await tryDelivery({ lane, events: [event], upTo: event.position }, alive);
        if (failure !== undefined) await park(event, lane, parkedReason(event, failure));
        await alive();
      }
      const failure = await tryDelivery({ lane, events: [], upTo }, alive);
      if (failure !== undefined) throw failure;
    },
  };
};
