import type { Decider } from "./decider.ts";
import { CommandRejected } from "./errors.ts";
import type { Actor, EventData, NewEvent, RecordedEvent } from "./event.ts";
import { NO_STREAM } from "./event.ts";
import type { EventStore } from "./event-store.ts";
import { GENESIS_HASH, linkEvent, uuidFrom } from "./hash-chain.ts";

/** Who sends a command, when, and under which id; the same `commandId` again has one effect and one answer. */
export interface CommandContext {
  readonly actor: Actor;
  readonly at: Date;
  readonly commandId: string;
  /** What was asked for, digested; the same `commandId` with another one is refused with `command-id-reused`. */
  readonly commandDigest?: string;
  readonly correlationId: string;
  readonly causationId?: string;
  /** From `If-Match`: the command is refused with `revision-conflict` when the stream has moved on. */
  readonly expectedRevision?: number;
}

/** Answer to a command. `position` is what a query passes as "at least" to see this change. */
export interface Handled<E extends EventData> {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly events: readonly E[];
  /** True when the command had been handled before and nothing was written now. */
  readonly repeated: boolean;
}

export interface Loaded<State> {
  readonly state: State;
  readonly revision: number;
  readonly position: number;
}

export interface CommandHandler {
  handle<State, Command, E extends EventData>(
    decider: Decider<State, Command, E>,
    id: string,
    command: Command,
    context: CommandContext,
  ): Promise<Handled<E>>;
  /** State of one stream as of now; revision `NO_STREAM` when it does not exist. */
  load<State, Command, E extends EventData>(
    decider: Decider<State, Command, E>,
    id: string,
  ): Promise<Loaded<State>>;
}

interface Memory<State> extends Loaded<State> {
  readonly lastHash: string;
  /** Events by the command that made them: the memory of what was answered. */
  readonly byCommand: Map<string, RecordedEvent[]>;
  /** The stream is known not to have moved on since; only a store that nobody else writes to can tell. */
  current: boolean;
}

const ATTEMPTS = 8;

/** Events from before digests were kept have none, and a process' own commands need none: nothing is compared there. */
const requireSameCommand = (before: RecordedEvent, { commandDigest }: CommandContext): void => {
  const known = before.metadata.commandDigest;
  if (known !== undefined && commandDigest !== undefined && known !== commandDigest) {
    throw new CommandRejected("command-id-reused");
  }
};

/** `schemaOf` gives the current schema version of an event type (from the catalogue). */
export const createCommandHandler = (options: {
  readonly store: EventStore;
  readonly schemaOf: (type: string) => number;
  readonly upcast?: (event: RecordedEvent) => RecordedEvent;
  readonly rememberStreams?: number;
  /** W3C trace context of what runs at the moment; undefined where nothing is being traced. */
  readonly traceparent?: () => string | undefined;
}): CommandHandler => {
  const { store, schemaOf, upcast = (event) => event, rememberStreams = 500 } = options;
  const { traceparent: findTraceparent = () => undefined } = options;
  const memories = new Map<string, Memory<unknown>>();
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

  const remember = (stream: string, memory: Memory<unknown>) => {
    memories.delete(stream);
    memories.set(stream, memory);
    const oldest = memories.size > rememberStreams ? memories.keys().next().value : undefined;
    if (oldest !== undefined) memories.delete(oldest);
  };

  const read = async <State, Command, E extends EventData>(
    decider: Decider<State, Command, E>,
    stream: string,
  ): Promise<Memory<State>> => {
    const known = decider.remember ? (memories.get(stream) as Memory<State> | undefined) : undefined;
    if (known?.current) return known;
    const commitsBefore = commits;
    const fresh = await store.readStream(stream, known ? known.revision + 1 : 0);
    let { state, revision, position, lastHash } = known ?? {
      state: decider.initialState(),
      revision: NO_STREAM,
      position: 0,
      lastHash: GENESIS_HASH,
    };
    const byCommand = known?.byCommand ?? new Map<string, RecordedEvent[]>();
    for (const stored of fresh) {
      // Two readers of one remembered stream may both carry the same news to the shared map.
      if (stored.revision <= revision) continue;
      const event = upcast(stored);
      state = decider.evolve(state, event as unknown as E);
      ({ revision, position } = event);
      lastHash = event.metadata.hash;
      const same = byCommand.get(event.metadata.commandId);
      if (!same) byCommand.set(event.metadata.commandId, [event]);
      else if (!same.some((earlier) => earlier.id === event.id)) same.push(event);
    }
    const current = store.exclusive === true && commits === commitsBefore;
    const memory = { state, revision, position, lastHash, byCommand, current };
    if (decider.remember) remember(stream, memory);
    return memory;
  };

  const answer = <E extends EventData>(
    stream: string,
    events: readonly EventData[],
    at: { revision: number; position: number },
    repeated: boolean,
  ): Handled<E> => ({
    stream,
    revision: at.revision,
    position: at.position,
    events: events as readonly E[],
    repeated,
  });

  return {
    async load(decider, id) {
      const { state, revision, position } = await read(decider, `${decider.category}-${id}`);
      return { state, revision, position };
    },

    async handle(decider, id, command, context) {
      const stream = `${decider.category}-${id}`;
      for (let attempt = 1; ; attempt++) {
        const memory = await read(decider, stream);
        const before = memory.byCommand.get(context.commandId);
        const last = before?.at(-1);
        if (before && last) {
          requireSameCommand(last, context);
          return answer(stream, before, last, true);
        }
        if (context.expectedRevision !== undefined && context.expectedRevision !== memory.revision) {
          throw new CommandRejected("revision-conflict", { actual: memory.revision });
        }
        const decided = decider.decide(command, memory.state);
        if (decided.length === 0) return answer(stream, [], memory, false);

        const linked: NewEvent[] = [];
        const traceparent = findTraceparent();
        const { commandId, commandDigest } = context;
        // Part of the id, so that of two different commands racing under one id the store does not take one for the other.
        const sameCommand = commandDigest === undefined ? [commandId] : [commandId, commandDigest];
        let previousHash = memory.lastHash;
        for (const [index, event] of decided.entries()) {
          const next = linkEvent(
            {
              id: uuidFrom(stream, ...sameCommand, String(index)),
              type: event.type,
              schema: schemaOf(event.type),
              data: event.data,
              metadata: {
                actor: context.actor,
                at: context.at.toISOString(),
                commandId,
                ...(commandDigest === undefined ? {} : { commandDigest }),
                correlationId: context.correlationId,
                ...(context.causationId === undefined ? {} : { causationId: context.causationId }),
                ...(traceparent === undefined ? {} : { traceparent }),
              },
            },
            { stream, revision: memory.revision + 1 + index, previousHash },
          );
          previousHash = next.metadata.hash;
          linked.push(next);
        }
        const appended = await store.append(stream, memory.revision, linked);
        if (appended.ok) {
          return answer(stream, decided, appended, false);
        }
        if (attempt >= ATTEMPTS) throw new CommandRejected("concurrent-change", { actual: appended.actual });
      }
    },
  };
};
