import { setTimeout as pause } from "node:timers/promises";
import { type Changes, type Document, StaleCommit } from "@sogoc/core";
import type { Collection } from "mongodb";
import { createBackoff } from "../backoff.ts";
import { applyDecided, applyInTransaction } from "./apply-writes.ts";
import type { MongoConnection } from "./client.ts";
import { findByIds } from "./find-by-ids.ts";
import {
  definitionOf,
  lanesAfter,
  type ModelState,
  type ModelStates,
  packWrites,
  positionIn,
  type StoredDocument,
  unpackWrites,
  type Write,
} from "./model-state.ts";
import { storedFrom } from "./stored-document.ts";

const ATTEMPTS = 20;
/** Between the attempts of rivals, in milliseconds. */
const RIVALRY = { firstMs: 2, maxMs: 500 };
/**
 * What was loaded for changes, from where, and at which turn of the model; nothing was half carried
 * out then.
 */
export interface Loaded {
  readonly collection: string;
  readonly turn: number;
  readonly ids: ReadonlySet<string>;
}

/** How long the one who decided a commit is left alone with it, in milliseconds. */
const COURTESY_MS = 200;

export interface Stores {
  readonly connection: MongoConnection;
  readonly states: ModelStates;
  readonly collectionOf: (state: ModelState) => Collection<StoredDocument>;
  /** Revision of a document as `findMany` gave it. */
  readonly revisionOf: (document: Document) => number | undefined;
  /** About documents as `findMany` gave them. */
  readonly loadedAt: (documents: ReadonlyMap<string, Document>) => Loaded | undefined;
  /** Called with every turn that is known to be carried out. */
  readonly onSettled: (name: string, turn: number) => void;
  /** See `applyDecided`. */
  readonly oneAtATime: <Result>(command: () => Promise<Result>) => Promise<Result>;
}

const getState = async (states: ModelStates, name: string): Promise<ModelState> => {
  const state = await states.findOne({ _id: name });
  if (!state) throw new StaleCommit(name);
  return state;
};

const finish = async (states: ModelStates, { _id, turn, pending, ...state }: ModelState): Promise<void> => {
  if (!pending) return;
  await states.updateOne(
    { _id, turn },
    { $set: { lanes: lanesAfter({ ...state, _id, turn }, pending.lane, pending.position), pending: null } },
  );
};

/**
 * The model's state with nothing left to carry out: what another process decided and did not finish
 * is finished here.
 */
export const settledState = async (stores: Stores, name: string): Promise<ModelState> => {
  const { states, collectionOf, onSettled, oneAtATime } = stores;
  for (;;) {
    const state = await getState(states, name);
    if (!state.pending) {
      onSettled(name, state.turn);
      return state;
    }
    await pause(COURTESY_MS);
    const later = await getState(states, name);
    if (!later.pending || later.turn !== state.turn) continue;
    await applyDecided(collectionOf(later), unpackWrites(later.pending.writes), oneAtATime);
    await finish(states, later);
  }
};

/**
 * What the documents are now and shall be; throws `StaleCommit` when they are not what the changes
 * were made from.
 */
const writesFor = async <Doc extends Document>(
  stores: Stores,
  state: ModelState,
  changes: Changes<Doc>,
): Promise<Write[]> => {
  const definition = definitionOf(state);
  const becoming = new Map<string, StoredDocument | undefined>();
  for (const document of changes.puts)
    becoming.set(document.id, storedFrom(definition, document, state.turn + 1));
  for (const id of changes.deletes) becoming.set(id, undefined);
  if (becoming.size === 0) return [];
  const { since } = changes;
  const loadedRevision = (id: string): number | undefined => {
    const loaded = since?.documents.get(id);
    return loaded ? stores.revisionOf(loaded) : 0;
  };
  const write = (id: string, was: number): Write => {
    const becomes = becoming.get(id);
    return { id, was, becomes };
  };
  const ids = [...becoming.keys()];
  const known = since && stores.loadedAt(since.documents);
  const isCurrent = known?.turn === state.turn && known.collection === state.collection;
  if (isCurrent && ids.every((id) => known.ids.has(id))) {
    // No commit since they were loaded: what they are needs no second look.
    return ids.map((id) => write(id, loadedRevision(id) ?? 0));
  }
  const found = await findByIds(stores.connection, stores.collectionOf(state), ids);
  const revisions = new Map(found.map(({ _id, body }) => [_id, body.revision]));
  return ids.map((id) => {
    const was = revisions.get(id) ?? 0;
    if (since && was !== loadedRevision(id)) throw new StaleCommit(state._id);
    return write(id, was);
  });
};

const checkLane = <Doc extends Document>(state: ModelState, { lane, since }: Changes<Doc>): void => {
  if (since && positionIn(state, lane) !== since.checkpoint) throw new StaleCommit(state._id);
};

/**
 * Without transactions: the whole commit is written into the model's state, one document, on the
 * condition that no other commit came between; from that moment it is decided, and whoever finds it
 * unfinished finishes it. A reader may for a moment see some of its documents and not the others.
 */
const commitByJournal = async <Doc extends Document>(
  stores: Stores,
  name: string,
  changes: Changes<Doc>,
): Promise<void> => {
  const { states, collectionOf } = stores;
  const backoff = createBackoff(RIVALRY);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (attempt > 1) await backoff.wait();
    const state = await settledState(stores, name);
    checkLane(state, changes);
    const writes = await writesFor(stores, state, changes);
    const { lane, position } = changes;
    const turn = state.turn + 1;
    const pending = writes.length > 0 ? { lane, position, writes: packWrites(writes) } : null;
    const lanes = pending ? state.lanes : lanesAfter(state, lane, position);
    const decided = await states.updateOne(
      { _id: name, turn: state.turn, collection: state.collection },
      { $set: { turn, pending, lanes } },
    );
    if (decided.modifiedCount === 0) continue;
    await applyDecided(collectionOf(state), writes, stores.oneAtATime);
    await finish(states, { ...state, turn, pending });
    stores.onSettled(name, turn);
    return;
  }
  throw new StaleCommit(name);
};

/**
 * On a replica set: documents and checkpoint in one transaction; the server makes rivals wait or
 * try again.
 */
const commitInTransaction = async <Doc extends Document>(
  stores: Stores,
  name: string,
  changes: Changes<Doc>,
): Promise<void> => {
  const { connection, states, collectionOf } = stores;
  const backoff = createBackoff(RIVALRY);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (attempt > 1) await backoff.wait();
    const state = await getState(states, name);
    checkLane(state, changes);
    const writes = await writesFor(stores, state, changes);
    const done = await connection.client.withSession((session) =>
      session.withTransaction(async () => {
        const advanced = await states.updateOne(
          { _id: name, turn: state.turn, collection: state.collection },
          { $set: { turn: state.turn + 1, lanes: lanesAfter(state, changes.lane, changes.position) } },
          { session },
        );
        if (advanced.modifiedCount === 1 && (await applyInTransaction(collectionOf(state), writes, session)))
          return true;
        await session.abortTransaction();
        return false;
      }),
    );
    if (!done) continue;
    stores.onSettled(name, state.turn + 1);
    return;
  }
  throw new StaleCommit(name);
};

export const commitChanges = <Doc extends Document>(
  stores: Stores,
  name: string,
  changes: Changes<Doc>,
): Promise<void> =>
  stores.connection.transactions
    ? commitInTransaction(stores, name, changes)
    : commitByJournal(stores, name, changes);
