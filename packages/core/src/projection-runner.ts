import type { RecordedEvent } from "./event.ts";
import type { EventBus, Subscription } from "./event-bus.ts";
import type { EventStore } from "./event-store.ts";
import { foldDocuments, type Projection } from "./projection.ts";
import type { Document, ReadModel, ReadModels } from "./read-models.ts";

export interface RunningProjection<Doc extends Document> {
  readonly model: ReadModel<Doc>;
  readonly subscription: Subscription;
}

const CHECKPOINT_EVERY = 1_000;

/** Lets deliveries to a model and the end of its rebuild take turns; both in this process. */
interface Turns {
  last: Promise<unknown>;
  /** Counts the rebuilds that took the model's place: what was known of its checkpoint is then no longer true. */
  rebuilds: number;
}

const turns = new WeakMap<ReadModels, Map<string, Turns>>();

const turnsOf = (readModels: ReadModels, name: string): Turns => {
  const models = turns.get(readModels) ?? new Map<string, Turns>();
  turns.set(readModels, models);
  const known = models.get(name) ?? { last: Promise.resolve(), rebuilds: 0 };
  models.set(name, known);
  return known;
};

const inTurn = <Result>(mine: Turns, work: () => Promise<Result>): Promise<Result> => {
  const result = mine.last.then(work);
  mine.last = result.catch(() => {});
  return result;
};

/**
 * Keeps a read model up to date with the bus. The checkpoint is stored with the documents, so that a delivery seen
 * twice changes nothing. A model of another version is first rebuilt beside the live one when `store` is given.
 */
export const runProjection = async <Doc extends Document>(options: {
  readonly projection: Projection<Doc>;
  readonly consumer: string;
  readonly bus: EventBus;
  readonly readModels: ReadModels;
  readonly store?: EventStore;
  readonly upcast?: (event: RecordedEvent) => RecordedEvent;
}): Promise<RunningProjection<Doc>> => {
  const { projection, consumer, bus, readModels, store, upcast = (event) => event } = options;
  const { definition } = projection;
  const live = await readModels.liveVersion(definition.name);
  if (live !== undefined && live !== definition.version && store) {
    await rebuildProjection({ projection, store, readModels, upcast });
  }
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
    onDelivery: ({ lane, events, upTo, replay }) =>
      inTurn(mine, async () => {
        const { checkpoint, seen } = await reachedIn(lane);
        const fresh = events.filter((event) => replay || event.position > seen).map(upcast);
        // Without news only now and then: a checkpoint for every event of other types would cost a commit each.
        if (fresh.length === 0 && upTo - seen < CHECKPOINT_EVERY) return;
        let documents: ReadonlyMap<string, Doc> = new Map();
        const { puts, deletes } = await foldDocuments(projection, fresh, async (ids) => {
          documents = await model.findMany(ids);
          return documents;
        });
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

/**
 * Builds the model anew from the log, beside the live one, and swaps at the end. Memory is bounded by `pageSize`
 * events and the documents they touch. A projection of this process may go on meanwhile: it waits for the last page and
 * the swap. One of another process must be stopped first, or what it commits to the old model between them is lost.
 */
export const rebuildProjection = async <Doc extends Document>(options: {
  readonly projection: Projection<Doc>;
  readonly store: EventStore;
  readonly readModels: ReadModels;
  readonly lane?: string;
  readonly pageSize?: number;
  readonly upcast?: (event: RecordedEvent) => RecordedEvent;
  readonly onProgress?: (progress: RebuildProgress) => void;
}): Promise<RebuildProgress> => {
  const { projection, store, readModels, lane = LOG_LANE, pageSize = 2_000, onProgress } = options;
  const upcast = options.upcast ?? ((event: RecordedEvent) => event);
  const mine = turnsOf(readModels, projection.definition.name);
  const rebuild = await readModels.rebuild<Doc>(projection.definition);
  let position = 0;
  let events = 0;
  try {
    const head = await store.head();
    const readToTheEnd = async () => {
      for (let end = false; !end; ) {
        const page = await store.readAll({ after: position, limit: pageSize, types: projection.eventTypes });
        const { puts, deletes } = await foldDocuments(projection, page.events.map(upcast), (ids) =>
          rebuild.findMany(ids),
        );
        ({ upTo: position, end } = page);
        events += page.events.length;
        await rebuild.commit({ lane, position, puts, deletes });
        onProgress?.({ position, head, events });
      }
    };
    await readToTheEnd();
    await inTurn(mine, async () => {
      await readToTheEnd();
      await rebuild.swap();
      mine.rebuilds++;
    });
    return { position, head, events };
  } catch (error) {
    await rebuild.abandon();
    throw error;
  }
};

/** The one lane of a store that is a single log. */
export const LOG_LANE = "log";
