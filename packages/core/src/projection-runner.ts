import type { RecordedEvent } from "./event.ts";
import type { Delivery, EventBus, Subscription } from "./event-bus.ts";
import type { EventStore, LogPage } from "./event-store.ts";
import { createOneAtATime, type OneAtATime } from "./one-at-a-time.ts";
import { foldDocuments, type Projection } from "./projection.ts";
import { type Document, type ReadModel, type ReadModels, StaleCommit } from "./read-models.ts";

export interface RunningProjection<Doc extends Document> {
  readonly model: ReadModel<Doc>;
  readonly subscription: Subscription;
}

const CHECKPOINT_EVERY = 1_000;

/** The lane under which a model keeps up to where it was last built anew. */
const REBUILT_LANE = "rebuilt";

/** The lane under which a model keeps which parked event it was last given again. */
const REPLAYED_LANE = "replayed";

/** How often a replay begins again because another process changed the same documents. */
const REPLAY_ATTEMPTS = 20;

/** Lets deliveries to a model and the end of its rebuild take turns; both in this process. */
interface Turns {
  readonly inTurn: OneAtATime;
  /**
   * Counts the rebuilds that took the model's place: what was known of its checkpoint is then no
   * longer true.
   */
  rebuilds: number;
}

const turns = new WeakMap<ReadModels, Map<string, Turns>>();

const turnsOf = (readModels: ReadModels, name: string): Turns => {
  const models = turns.get(readModels) ?? new Map<string, Turns>();
  turns.set(readModels, models);
  const known = models.get(name) ?? { inTurn: createOneAtATime(), rebuilds: 0 };
  models.set(name, known);
  return known;
};

/** What a model becomes by some events, and the documents it was made from. */
const foldInto = async <Doc extends Document>(
  model: ReadModel<Doc>,
  projection: Projection<Doc>,
  events: readonly RecordedEvent[],
) => {
  let documents: ReadonlyMap<string, Doc> = new Map();
  const changes = await foldDocuments(projection, events, async (ids) => {
    documents = await model.findMany(ids);
    return documents;
  });
  return { ...changes, documents };
};

/**
 * Handles a parked event once, whoever hands it over how often: the model keeps, in the same
 * commit, which one it was given last. The bus lets go of each before it hands over the next, so
 * that no other can have been handled and still wait.
 */
const replayOnce = async <Doc extends Document>(
  model: ReadModel<Doc>,
  projection: Projection<Doc>,
  event: RecordedEvent,
  { isWaiting }: NonNullable<Delivery["replay"]>,
): Promise<void> => {
  const lane = REPLAYED_LANE;
  for (let attempt = 1; ; attempt++) {
    // Before it is asked whether the event waits: what is handled from here on makes this commit
    // stale.
    const checkpoint = await model.checkpoint(lane);
    const isHandled =
      checkpoint === event.position || event.position <= (await model.checkpoint(REBUILT_LANE));
    if (isHandled || !(await isWaiting())) return;
    const { puts, deletes, documents } = await foldInto(model, projection, [event]);
    try {
      const since = { checkpoint, documents };
      return await model.commit({ lane, position: event.position, puts, deletes, since });
    } catch (error) {
      if (!(error instanceof StaleCommit) || attempt === REPLAY_ATTEMPTS) throw error;
    }
  }
};

/**
 * Keeps a read model up to date with the bus. The checkpoint is stored with the documents, so that
 * a delivery seen twice changes nothing. When `store` is given, a model of another version is first
 * rebuilt beside the live one, and one that is missing is first built from the log.
 */
export const runProjection = async <Doc extends Document>(options: {
  readonly projection: Projection<Doc>;
  readonly consumer: string;
  readonly bus: EventBus;
  readonly readModels: ReadModels;
  readonly store?: EventStore | undefined;
  readonly upcast?: ((event: RecordedEvent) => RecordedEvent) | undefined;
}): Promise<RunningProjection<Doc>> => {
  const { projection, consumer, bus, readModels, store, upcast = (event) => event } = options;
  const { definition } = projection;
  const live = await readModels.liveVersion(definition.name);
  // One that is not there although events are was lost, or left behind by a migration: lanes that
  // are read from their beginnings come in any order beside each other, and a topic may no longer
  // hold its beginning.
  const isOld = live === undefined ? ((await store?.head()) ?? 0) > 0 : live !== definition.version;
  if (isOld && store) await rebuildProjection({ projection, store, readModels, upcast });
  const mine = turnsOf(readModels, definition.name);
  const model = await readModels.open<Doc>(definition);
  const reached = new Map<string, { readonly checkpoint: number; readonly seen: number }>();
  /** A rebuild handled the whole log up to its position, whatever lanes it is divided into. */
  const askReached = async (lane: string) => {
    const checkpoint = await model.checkpoint(lane);
    const rebuilt = lane === LOG_LANE ? checkpoint : await model.checkpoint(LOG_LANE);
    const place = { checkpoint, seen: Math.max(checkpoint, rebuilt) };
    reached.set(lane, place);
    return place;
  };
  let rebuilds = mine.rebuilds;
  const reachedIn = async (lane: string) => {
    if (rebuilds !== mine.rebuilds) reached.clear();
    rebuilds = mine.rebuilds;
    return reached.get(lane) ?? askReached(lane);
  };
  const subscription = await bus.subscribe({
    consumer,
    eventTypes: projection.eventTypes,
    startAfter: async (lane) => (await askReached(lane)).seen,
    rebuiltUpTo: () => model.checkpoint(REBUILT_LANE),
    onDelivery: ({ lane, events, upTo, replay }) =>
      mine.inTurn(async () => {
        if (replay) {
          for (const event of events) await replayOnce(model, projection, upcast(event), replay);
          return;
        }
        const { checkpoint, seen } = await reachedIn(lane);
        const fresh = events.filter((event) => event.position > seen).map(upcast);
        // Without news only now and then: a checkpoint for every event of other types would cost a
        // commit each.
        if (fresh.length === 0 && upTo - seen < CHECKPOINT_EVERY) return;
        const { puts, deletes, documents } = await foldInto(model, projection, fresh);
        const position = Math.max(upTo, seen);
        await model.commit({ lane, position, puts, deletes, since: { checkpoint, documents } });
        reached.set(lane, { checkpoint: position, seen: position });
      }),
  });
  return { model, subscription };
};

export interface RebuildProgress {
  readonly position: number;
  readonly head: number;
  readonly events: number;
}

/** A read model to be built anew, and where. */
export interface RebuildPart {
  readonly projection: Projection<Document>;
  readonly readModels: ReadModels;
}

interface RebuildOptions {
  readonly store: EventStore;
  readonly lane?: string | undefined;
  readonly pageSize?: number | undefined;
  readonly upcast?: ((event: RecordedEvent) => RecordedEvent) | undefined;
  readonly onProgress?: ((progress: RebuildProgress) => void) | undefined;
}

/** One model being built beside the live one, from pages that somebody reads. */
const startRebuild = async ({ projection, readModels }: RebuildPart, lane: string) => {
  const types = new Set(projection.eventTypes);
  const rebuild = await readModels.rebuild(projection.definition);
  const reached = { position: 0, events: 0 };
  return {
    reached,
    async take({ events, upTo }: LogPage): Promise<void> {
      const mine = events.filter(({ type }) => types.has(type));
      const { puts, deletes } = await foldDocuments(projection, mine, (ids) => rebuild.findMany(ids));
      reached.position = upTo;
      reached.events += mine.length;
      await rebuild.commit({ lane, position: upTo, puts, deletes });
    },
    /** Reads what is left with no delivery to the live model under way, then takes its place. */
    async finish(readToTheEnd: () => Promise<void>): Promise<void> {
      const turn = turnsOf(readModels, projection.definition.name);
      await turn.inTurn(async () => {
        await readToTheEnd();
        await rebuild.commit({ lane: REBUILT_LANE, position: reached.position, puts: [], deletes: [] });
        await rebuild.swap();
        turn.rebuilds++;
      });
    },
    abandon: () => rebuild.abandon(),
  };
};

/**
 * Builds models anew in one reading of the log, each beside the live one, and swaps at the end;
 * answers how far each came. Memory is bounded by `pageSize` events and the documents they touch. A
 * projection of this process may go on meanwhile: it waits for the last page and the swap. One of
 * another process must be stopped first, or what it commits to the old model between them is lost.
 */
export const rebuildProjections = async (
  parts: readonly RebuildPart[],
  options: RebuildOptions,
): Promise<readonly RebuildProgress[]> => {
  const { store, lane = LOG_LANE, pageSize = 500, onProgress, upcast = (event) => event } = options;
  const started: Awaited<ReturnType<typeof startRebuild>>[] = [];
  try {
    for (const part of parts) started.push(await startRebuild(part, lane));
    const head = await store.head();
    const types = [...new Set(parts.flatMap(({ projection }) => projection.eventTypes))];
    const readToTheEnd = async (models: typeof started, wanted: readonly string[]) => {
      let position = Math.min(...models.map(({ reached }) => reached.position));
      for (let end = false; !end; ) {
        const page = await store.readAll({ after: position, limit: pageSize, types: wanted });
        ({ upTo: position, end } = page);
        const upcasted = { ...page, events: page.events.map(upcast) };
        for (const model of models) await model.take(upcasted);
        const events = Math.max(...models.map(({ reached }) => reached.events));
        onProgress?.({ position, head, events });
      }
    };
    if (started.length > 0) await readToTheEnd(started, types);
    for (const [index, model] of started.entries())
      await model.finish(() => readToTheEnd([model], parts[index]?.projection.eventTypes ?? []));
    return started.map(({ reached }) => ({ ...reached, head }));
  } catch (error) {
    for (const model of started) await model.abandon();
    throw error;
  }
};

/** The same for one model. */
export const rebuildProjection = async <Doc extends Document>(
  options: RebuildOptions & {
    readonly projection: Projection<Doc>;
    readonly readModels: ReadModels;
  },
): Promise<RebuildProgress> => {
  const { projection, readModels, ...rest } = options;
  // A projection is only ever given documents that it made itself.
  const part = { projection: projection as unknown as Projection<Document>, readModels };
  const [progress] = await rebuildProjections([part], rest);
  if (!progress) throw new Error("A model was rebuilt and is not there.");
  return progress;
};

/** The one lane of a store that is a single log. */
export const LOG_LANE = "log";
