import type { NewEvent, RecordedEvent } from "./event.ts";

/**
 * The outcome of an append. A lost race is a value, not an exception: the caller decides whether to
 * try again.
 */
export type AppendResult =
  | { readonly ok: true; readonly revision: number; readonly position: number }
  | { readonly ok: false; readonly reason: "wrong-revision"; readonly actual: number };

export interface ReadAllOptions {
  /** Only events with a greater position: 0, or one that the store itself has named. */
  readonly after: number;
  readonly limit: number;
  /**
   * Only these types; the store filters, so that a rebuild does not parse what it does not need.
   */
  readonly types?: readonly string[] | undefined;
}

/** A page of the global order. */
export interface LogPage {
  readonly events: readonly RecordedEvent[];
  /** Position up to which the log was looked at, also where the last events were filtered out. */
  readonly upTo: number;
  /** True when nothing was stored after `upTo` at the moment of reading. */
  readonly end: boolean;
}

/** A place in a stream that an event to be restored cannot take. */
export class RestoreRefused extends Error {
  readonly event: RecordedEvent;
  constructor(event: RecordedEvent, found: "a gap" | "another event") {
    super(
      `${event.stream}@${event.revision} (${event.id}) cannot be restored: the store has ${found} there.`,
    );
    this.name = "RestoreRefused";
    this.event = event;
  }
}

/**
 * Guarantees, checked by the contract suite on every adapter:
 * - `append` is atomic, and durable once its promise resolves;
 * - the expected revision is always enforced (`NO_STREAM` = must not exist);
 * - an append whose first event id is already in that stream changes nothing and answers as the
 *   first time;
 * - streams are ordered without gaps, and one global order holds all streams;
 * - an append of more than `MAX_APPEND_BYTES` is refused with `AppendTooLarge` and changes nothing;
 * - an event that was read once is never followed, in a later read, by one with a smaller position.
 */
export interface EventStore {
  /**
   * True where nobody but this object can append: `onCommitted` then tells of every event, before
   * the append that made it resolves for whoever awaits it.
   */
  readonly exclusive?: boolean | undefined;
  append(stream: string, expectedRevision: number, events: readonly NewEvent[]): Promise<AppendResult>;
  /**
   * Appends what another store has recorded, in the order given, each event at its own stream and
   * revision, with its id, metadata and hash as they are; positions are this store's own. What is
   * there already is passed over, so that a restore that broke off may be repeated; what was stored
   * by then stays. Nobody else may append meanwhile. Throws `RestoreRefused` where a stream ends
   * before the event's place or holds another event there.
   */
  restore(events: readonly RecordedEvent[]): Promise<void>;
  /** All events of the stream from that revision on (default 0); empty when there is none. */
  readStream(stream: string, fromRevision?: number): Promise<readonly RecordedEvent[]>;
  readAll(options: ReadAllOptions): Promise<LogPage>;
  /**
   * The event at a place that an event, a page or the head has named; undefined where none is.
   * Places are passed on and compared and never counted with: in some engines the one before is no
   * place at all, and reading from it is refused.
   */
  eventAt(position: number): Promise<RecordedEvent | undefined>;
  /** Position of the newest event, 0 for an empty store. */
  head(): Promise<number>;
  /**
   * Called after each commit with what became durable, in order; returns a function that ends it.
   */
  onCommitted(listener: (events: readonly RecordedEvent[]) => void): () => void;
  close(): Promise<void>;
}
