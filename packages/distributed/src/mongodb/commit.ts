import {
  type Changes,
  type Document,
  EngineUnavailable,
  type ReadModelDefinition,
  StaleCommit,
} from "@sogoc/core";
import type { Collection } from "mongodb";
import { createBackoff } from "../backoff.ts";
import { applyInTransaction } from "./apply-writes.ts";
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
/** Between the attempts of rivals, in milliseconds. */
const RIVALRY = { firstMs: 2, maxMs: 500 };
/**
 * What was loaded for changes, from where, and at which turn of the model.
 */
export interface Loaded {
  readonly collection: string;
  readonly turn: number;
  readonly ids: ReadonlySet<string>;
}

export interface Stores {
  readonly connection: MongoConnection;
  readonly states: ModelStates;
  readonly collectionOf: (state: ModelState) => Collection<StoredDocument>;
  /** Revision of a document as `findMany` gave it. */
  readonly revisionOf: (document: Document) => number | undefined;
  /** About documents as `findMany` gave them. */
  readonly loadedAt: (documents: ReadonlyMap<string, Document>) => Loaded | undefined;
  /** Called with every turn that a commit has brought about. */
  readonly onSettled: (name: string, turn: number) => void;
}

/**
 * The model's state. Throws `StaleCommit` where there is none, and where an earlier version left a
 * commit half carried out.
 */
export const getState = async (states: ModelStates, name: string): Promise<ModelState> => {
  const state = await states.findOne({ _id: name });
  if (!state) throw new StaleCommit(name);
  if (state.pending)
    throw new Error(`The read model ${name} was left half written by an earlier version: rebuild it.`);
  return state;
};

/**
 * Another version of the program has built the model for itself: what this one would write is not
 * what the live one is made of.
 */
export class ReplacedModel extends EngineUnavailable {
  constructor(name: string, own: number, live: number) {
    super(name);
    this.name = "ReplacedModel";
    this.message = `The read model ${name} is kept by version ${live} of it now, and this program makes version ${own}.`;
  }
}

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
  const found = await findByIds(stores.collectionOf(state), ids);
  const revisions = new Map(found.map(({ _id, body }) => [_id, body.revision]));
  return ids.map((id) => {
    const was = revisions.get(id) ?? 0;
    if (since && was !== loadedRevision(id)) throw new StaleCommit(state._id);
    return write(id, was);
  });
};

const requireLane = <Doc extends Document>(state: ModelState, { lane, since }: Changes<Doc>): void => {
  if (since && positionIn(state, lane) !== since.checkpoint) throw new StaleCommit(state._id);
};

/**
 * Documents and checkpoint in one transaction; the server makes rivals wait or try again. Throws
 * `ReplacedModel` where another version of the model is live.
 */
export const commitChanges = async <Doc extends Document>(
  stores: Stores,
  { name, version }: Pick<ReadModelDefinition, "name" | "version">,
  changes: Changes<Doc>,
): Promise<void> => {
  const { connection, states, collectionOf } = stores;
  const backoff = createBackoff(RIVALRY);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (attempt > 1) await backoff.wait();
    const state = await getState(states, name);
    if (state.version !== version) throw new ReplacedModel(name, version, state.version);
    requireLane(state, changes);
    const writes = await writesFor(stores, state, changes);
    const done = await connection.client.withSession((session) =>
      session.withTransaction(async () => {
        const advanced = await states.updateOne(
          { _id: name, turn: state.turn, version, collection: state.collection },
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
