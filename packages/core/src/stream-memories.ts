import { type Decider, evolveBy } from "./decider.ts";
import { type EventData, NO_STREAM, type RecordedEvent } from "./event.ts";
import type { EventStore } from "./event-store.ts";
import { GENESIS_HASH } from "./hash-chain.ts";

export interface Loaded<State> {
  readonly state: State;
  readonly revision: number;
  readonly position: number;
}

/** A stream as it was read: its state, its end, and the events by the command that made them. */
export interface StreamMemory<State> extends Loaded<State> {
  readonly lastHash: string;
  /**
   * Revision of the last event that a person may have to know of; see
   * `Decider.ignoredByPreconditions`.
   */
  readonly changedAt: number;
  /** What each command was answered with. */
  readonly byCommand: Map<string, RecordedEvent[]>;
  /**
   * The stream is known not to have moved on since; only a store that nobody else writes to can
   * tell.
   */
  current: boolean;
}

/**
 * Reads streams. States of deciders that ask for it are kept, the `rememberStreams` used last, so
 * that only what is new is read; nothing is read where the store tells of every commit and the
 * stream has not moved on.
 */
export const createStreamMemories = (options: {
  readonly store: EventStore;
  readonly upcast: (event: RecordedEvent) => RecordedEvent;
  readonly rememberStreams: number;
}) => {
  const { store, upcast, rememberStreams } = options;
  const memories = new Map<string, StreamMemory<unknown>>();
  let commits = 0;
  if (store.exclusive) {
    store.onCommitted((events) => {
      commits++;
      for (const { stream } of events) {
        const memory = memories.get(stream);
        if (memory) memory.current = false;
      }
    });
  }

  const remember = (stream: string, memory: StreamMemory<unknown>) => {
    memories.delete(stream);
    memories.set(stream, memory);
    const oldest = memories.size > rememberStreams ? memories.keys().next().value : undefined;
    if (oldest !== undefined) memories.delete(oldest);
  };

  const read = async <State, Command, E extends EventData>(
    decider: Decider<State, Command, E>,
    stream: string,
  ): Promise<StreamMemory<State>> => {
    const known = decider.cacheState ? (memories.get(stream) as StreamMemory<State> | undefined) : undefined;
    if (known?.current) return known;
    const commitsBefore = commits;
    const fresh = await store.readStream(stream, known ? known.revision + 1 : 0);
    let { state, revision, changedAt, position, lastHash } = known ?? {
      state: decider.initialState(),
      revision: NO_STREAM,
      changedAt: NO_STREAM,
      position: 0,
      lastHash: GENESIS_HASH,
    };
    const byCommand = known?.byCommand ?? new Map<string, RecordedEvent[]>();
    for (const stored of fresh) {
      // Two readers of one remembered stream may both carry the same news to the shared map.
      if (stored.revision <= revision) continue;
      const event = upcast(stored);
      state = evolveBy(decider, state, event as unknown as E);
      ({ revision, position } = event);
      if (!decider.ignoredByPreconditions?.has(event.type)) changedAt = revision;
      lastHash = event.metadata.hash;
      const same = byCommand.get(event.metadata.commandId);
      if (!same) byCommand.set(event.metadata.commandId, [event]);
      else if (!same.some((earlier) => earlier.id === event.id)) same.push(event);
    }
    const current = store.exclusive === true && commits === commitsBefore;
    const memory = { state, revision, changedAt, position, lastHash, byCommand, current };
    if (decider.cacheState) remember(stream, memory);
    return memory;
  };

  return read;
};
