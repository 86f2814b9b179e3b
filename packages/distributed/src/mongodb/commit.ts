import { type Changes, type Document, StaleCommit } from "@sogoc/core";
import type { Collection } from "mongodb";
import { applyDecided, applyInTransaction } from "./apply-writes.ts";
import type { MongoConnection } from "./client.ts";
import { findByIds } from "./find-by-ids.ts";
import {
  definitionOf,
  lanesAfter,
  type ModelState,
  type ModelStates,
  positionIn,
  type StoredDocument,
  type Write,
} from "./model-state.ts";
import { storedFrom } from "./stored-document.ts";

const ATTEMPTS = 20;
/** How long the one who decided a commit is left alone with it, in milliseconds. */
const COURTESY_MS = 200;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

interface Stores {
  readonly connection: MongoConnection;
  readonly states: ModelStates;
  readonly collectionOf: (state: ModelState) => Collection<StoredDocument>;
  /** Revision of a document as `findMany` gave it. */
  readonly revisionOf: (document: Document) => number | undefined;
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

/** The model's state with nothing left to carry out: what another process decided and did not finish is finished here. */
export const settledState = async ({ states, collectionOf }: Stores, name: string): Promise<ModelState> => {
  for (;;) {
    const state = await getState(states, name);
    if (!state.pending) return state;
    await pause(COURTESY_MS);
    const later = await getState(states, name);
    if (!later.pending || later.turn !== state.turn) continue;
    await applyDecided(collectionOf(later), later.pending.writes);
    await finish(states, later);
  }
};

/** What the documents are now and shall be; throws `StaleCommit` when they are not what the changes were made from. */
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
  const found = await findByIds(stores.connection, stores.collectionOf(state), [...becoming.keys()]);
  const revisions = new Map(found.map(({ _id, revision }) => [_id, revision]));
  return [...becoming].map(([id, becomes]) => {
    const was = revisions.get(id) ?? 0;
    if (changes.since) {
      const loaded = changes.since.documents.get(id);
      if (was !== (loaded ? stores.revisionOf(loaded) : 0)) throw new StaleCommit(state._id);
    }
    return { id, was, ...(becomes ? { becomes } : {}) };
  });
};

const checkLane = <Doc extends Document>(state: ModelState, { lane, since }: Changes<Doc>): void => {
  if (since && positionIn(state, lane) !== since.checkpoint) throw new StaleCommit(state._id);
};

/**
 * Without transactions: the whole commit is written into the model's state, one document, on the condition that no other
 * commit came between; from that moment it is decided, and whoever finds it unfinished finishes it. A reader may for
 * a moment see some of its documents and not the others.
 */
const commitByJournal = async <Doc extends Document>(
  stores: Stores,
  name: string,
  changes: Changes<Doc>,
): Promise<void> => {
  const { states, collectionOf } = stores;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const state = await settledState(stores, name);
    checkLane(state, changes);
    const writes = await writesFor(stores, state, changes);
    const { lane, position } = changes;
    const turn = state.turn + 1;
    const pending = writes.length > 0 ? { lane, position, writes } : null;
    const lanes = pending ? state.lanes : lanesAfter(state, lane, position);
    const decided = await states.updateOne(
      { _id: name, turn: state.turn, collection: state.collection },
      { $set: { turn, pending, lanes } },
    );
    if (decided.modifiedCount === 0) continue;
    await applyDecided(collectionOf(state), writes);
    await finish(states, { ...state, turn, pending });
    return;
  }
  throw new StaleCommit(name);
};

/** On a replica set: documents and checkpoint in one transaction; the server makes rivals wait or try again. */
const commitInTransaction = async <Doc extends Document>(
  stores: Stores,
  name: string,
  changes: Changes<Doc>,
): Promise<void> => {
  const { connection, states, collectionOf } = stores;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
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
    if (done) return;
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
