import type { RecordedEvent } from "./event.ts";

/**
 * A lane is an ordered sequence of events that one subscription receives: the whole log on one
 * machine, a topic's partition on Kafka. All events of a stream travel in the same lane.
 */
export interface Delivery {
  readonly lane: string;
  readonly events: readonly RecordedEvent[];
  /**
   * The lane has been looked at up to this position, also where the last events were of other
   * types.
   */
  readonly upTo: number;
  /**
   * Present where one event is handed over that was parked before and is behind the checkpoint on
   * purpose.
   */
  readonly replay?:
    | {
        /**
         * Whether it is still parked: another process of the same name may have handled it a moment
         * ago.
         */
        readonly isWaiting: () => Promise<boolean>;
      }
    | undefined;
}

export interface SubscribeOptions {
  /** Durable name: two subscriptions of one name share a checkpoint and parked messages. */
  readonly consumer: string;
  /** Only these event types are delivered. */
  readonly eventTypes: readonly string[];
  /**
   * Where to begin in a lane, for consumers that keep the checkpoint with their documents. Asked
   * again whenever the lane comes (back) to this process. Without it the bus keeps the checkpoint,
   * advanced after `onDelivery` resolved.
   */
  readonly startAfter?: ((lane: string) => Promise<number>) | undefined;
  /**
   * Up to where the consumer's documents were last built anew from the store, 0 when never.
   * Whatever was parked up to there is in them by now, so that it waits no longer. Asked at the
   * start and whenever something parked matters.
   */
  readonly rebuiltUpTo?: (() => Promise<number>) | undefined;
  /**
   * May be called again with what it has seen before. A rejection is retried, then its events are
   * tried one by one and the culprit is parked.
   */
  readonly onDelivery: (delivery: Delivery) => Promise<void>;
  /** Events per delivery at the most. */
  readonly maxEvents?: number | undefined;
  /**
   * Every process receives all events from the start, instead of sharing the lanes with others of
   * the same name.
   */
  readonly everyProcess?: boolean | undefined;
}

/**
 * What the process knows itself is always there; what an engine must be asked for, only where it
 * answers in time.
 */
export interface SubscriptionStatus {
  readonly consumer: string;
  readonly position: number;
  /** Events stored after `position`, of any type. */
  readonly behind?: number | undefined;
  readonly parked?: number | undefined;
  /** Why nothing can be handled at the moment, e.g. an engine that is away. */
  readonly trouble?: string | undefined;
}

export interface Subscription {
  readonly consumer: string;
  /** Never fails because an engine is away, and never waits for one longer than a few seconds. */
  status(): Promise<SubscriptionStatus>;
  /**
   * Resolves true once everything up to `position` was handled, false when `timeoutMs` passed
   * first.
   */
  caughtUp(position: number, timeoutMs: number): Promise<boolean>;
  stop(): Promise<void>;
}

/** An event a consumer could not handle, and the events behind it in the same stream. */
export interface ParkedEvent {
  readonly consumer: string;
  readonly event: RecordedEvent;
  /** Says nothing that stands in the event. */
  readonly reason: string;
  /** Since when. */
  readonly at: string;
}

/**
 * Guarantees: at least once; in order per stream; a poison event is parked with its reason, later
 * events of its stream wait behind it, other streams go on; parked events can be seen and replayed.
 */
export interface EventBus {
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  listParked(consumer?: string): Promise<readonly ParkedEvent[]>;
  /** Delivers the consumer's parked events again, oldest first; answers how many were handled. */
  replayParked(consumer: string): Promise<number>;
  close(): Promise<void>;
}
