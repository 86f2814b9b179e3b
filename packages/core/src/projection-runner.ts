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
  const model = await readModels.open<Doc>(definition);
  const reached = new Map<string, number>();
  const reachedIn = async (lane: string): Promise<number> => {
    const position = reached.get(lane) ?? (await model.checkpoint(lane));
    reached.set(lane, position);
    return position;
  };
  const subscription = await bus.subscribe({
    consumer,
    eventTypes: projection.eventTypes,
    startAfter: reachedIn,
    onDelivery: async ({ lane, events, upTo, replay }) => {
      const seen = await reachedIn(lane);
      const fresh = events.filter((event) => replay || event.position > seen).map(upcast);
      // Without news only now and then: a checkpoint for every event of other types would cost a commit each.
      if (fresh.length === 0 && upTo - seen < CHECKPOINT_EVERY) return;
      const { puts, deletes } = await foldDocuments(projection, fresh, (ids) => model.findMany(ids));
      const position = Math.max(upTo, seen);
      await model.commit({ lane, position, puts, deletes });
      reached.set(lane, position);
    },
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
 * events and the documents they touch.
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
  const rebuild = await readModels.rebuild<Doc>(projection.definition);
  let position = 0;
  let events = 0;
  try {
    const head = await store.head();
    for (;;) {
      const page = await store.readAll({ after: position, limit: pageSize, types: projection.eventTypes });
      const { puts, deletes } = await foldDocuments(projection, page.events.map(upcast), (ids) =>
        rebuild.findMany(ids),
      );
      position = page.upTo;
      events += page.events.length;
      await rebuild.commit({ lane, position, puts, deletes });
      onProgress?.({ position, head, events });
      if (page.end) break;
    }
    await rebuild.swap();
    return { position, head, events };
  } catch (error) {
    await rebuild.abandon();
    throw error;
  }
};

/** The one lane of a store that is a single log. */
export const LOG_LANE = "log";
