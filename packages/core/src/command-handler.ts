import type { CommandContext } from "./command-context.ts";
import { commandKeysOf } from "./command-keys.ts";
import type { Decider } from "./decider.ts";
import { CommandRejected } from "./errors.ts";
import type { EventData, RecordedEvent } from "./event.ts";
import { NO_STREAM } from "./event.ts";
import { createEventLinker, type SchemaOfNew } from "./event-linker.ts";
import type { EventStore } from "./event-store.ts";
import { GENESIS_HASH } from "./hash-chain.ts";
import { createStreamMemories, type Loaded, type StreamMemory } from "./stream-memories.ts";

/** Answer to a command. `position` is what a query passes as "at least" to see this change. */
export interface Handled<E extends EventData> {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly events: readonly E[];
  /** True when the command had been handled before and nothing was written now. */
  readonly repeated: boolean;
}

export interface CommandHandler {
  handle<State, Command, E extends EventData>(
    decider: Decider<State, Command, E>,
    id: string,
    command: Command,
    context: CommandContext,
  ): Promise<Handled<E>>;
  /**
   * The answer to this command where it was handled before; undefined where it was not. For what
   * must be done before its event is written, and not a second time. Throws `command-id-reused`,
   * and `revision-conflict` as `handle` would.
   */
  findHandled<State, Command, E extends EventData>(
    decider: Decider<State, Command, E>,
    id: string,
    context: CommandContext,
  ): Promise<Handled<E> | undefined>;
  /**
   * From now on the command's id stands for its digest. For work whose commands bear ids of their
   * own or come later. Throws `command-id-reused` where it stands for something else.
   */
  claim(context: CommandContext): Promise<void>;
  /** State of one stream as of now; revision `NO_STREAM` when it does not exist. */
  load<State, Command, E extends EventData>(
    decider: Decider<State, Command, E>,
    id: string,
  ): Promise<Loaded<State>>;
}

const ATTEMPTS = 8;

/**
 * Events from before digests were kept have none, and a process' own commands need none: nothing is
 * compared there.
 */
const requireSameCommand = (before: RecordedEvent, { commandDigest }: CommandContext): void => {
  const known = before.metadata.commandDigest;
  if (known !== undefined && commandDigest !== undefined && known !== commandDigest) {
    throw new CommandRejected("command-id-reused");
  }
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

/**
 * The earlier answer to a command, undefined where it is new. Throws `command-id-reused` and
 * `revision-conflict`.
 */
const recall = <State, E extends EventData>(
  memory: StreamMemory<State>,
  stream: string,
  context: CommandContext,
): Handled<E> | undefined => {
  const before = memory.byCommand.get(context.commandId);
  const last = before?.at(-1);
  if (before && last) {
    requireSameCommand(last, context);
    return answer(stream, before, last, true);
  }
  const { expectedRevision: seen } = context;
  if (seen !== undefined && (seen < memory.changedAt || seen > memory.revision)) {
    throw new CommandRejected("revision-conflict", { actual: memory.revision });
  }
  return undefined;
};

/** Events that a command makes in a stream that does not exist yet; none where it is refused. */
const decideFirst = <State, Command, E extends EventData>(
  decider: Decider<State, Command, E>,
  command: Command,
  { actor }: CommandContext,
): readonly E[] => {
  try {
    return decider.decide(command, decider.initialState(), actor);
  } catch {
    return [];
  }
};

/**
 * A command that begins its stream, without a look at the stream first: the append finds out
 * whether it was there. Undefined where it was, or where nothing came of it: the usual way then
 * tells a repetition from a refusal.
 */
const beginWith =
  (store: EventStore, link: ReturnType<typeof createEventLinker>) =>
  async <State, Command, E extends EventData>(
    decider: Decider<State, Command, E>,
    stream: string,
    command: Command,
    context: CommandContext,
  ): Promise<Handled<E> | undefined> => {
    if (!store.exclusive || context.expectedRevision !== undefined || !decider.startsStream?.(command))
      return;
    const decided = decideFirst(decider, command, context);
    if (decided.length === 0) return undefined;
    const head = await store.head();
    const linked = link(stream, decided, { revision: NO_STREAM, lastHash: GENESIS_HASH }, context);
    const appended = await store.append(stream, NO_STREAM, linked);
    // At a place that was taken before: these events were written when the command came the first
    // time.
    return appended.ok && appended.position > head ? answer(stream, decided, appended, false) : undefined;
  };

/**
 * `schemaOf` looks at every event before it is written (by the catalogue): what it throws for is
 * stored nowhere.
 */
export const createCommandHandler = (options: {
  readonly store: EventStore;
  readonly schemaOf: SchemaOfNew;
  readonly upcast?: ((event: RecordedEvent) => RecordedEvent) | undefined;
  readonly rememberStreams?: number | undefined;
  /** W3C trace context of what runs at the moment; undefined where nothing is being traced. */
  readonly traceparent?: (() => string | undefined) | undefined;
}): CommandHandler => {
  const { store, schemaOf, upcast = (event) => event, rememberStreams = 500 } = options;
  const link = createEventLinker(schemaOf, options.traceparent);
  const keys = commandKeysOf(store);
  const read = createStreamMemories({ store, upcast, rememberStreams });

  const begin = beginWith(store, link);

  const write = async <State, Command, E extends EventData>(
    decider: Decider<State, Command, E>,
    stream: string,
    command: Command,
    context: CommandContext,
  ): Promise<Handled<E>> => {
    const begun = await begin(decider, stream, command, context);
    if (begun) return begun;
    for (let attempt = 1; ; attempt++) {
      const memory = await read(decider, stream);
      const before = recall<State, E>(memory, stream, context);
      if (before) return before;
      const decided = decider.decide(command, memory.state, context.actor);
      if (decided.length === 0) return answer(stream, [], memory, false);
      const appended = await store.append(stream, memory.revision, link(stream, decided, memory, context));
      if (appended.ok) return answer(stream, decided, appended, false);
      if (attempt >= ATTEMPTS) throw new CommandRejected("concurrent-change", { actual: appended.actual });
    }
  };

  return {
    async load(decider, id) {
      const { state, revision, position } = await read(decider, `${decider.category}-${id}`);
      return { state, revision, position };
    },

    async findHandled(decider, id, context) {
      (await keys.claim(context)).release(false);
      const stream = `${decider.category}-${id}`;
      return recall(await read(decider, stream), stream, context);
    },

    async claim(context) {
      (await keys.claim(context)).release(true);
    },

    async handle(decider, id, command, context) {
      const claim = await keys.claim(context);
      let kept = false;
      try {
        const handled = await write(decider, `${decider.category}-${id}`, command, context);
        kept = handled.events.length > 0;
        return handled;
      } finally {
        claim.release(kept);
      }
    },
  };
};
