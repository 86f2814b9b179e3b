import { randomUUID } from "node:crypto";
import type { ReadModelDefinition } from "@sogoc/core";
import { isDuplicate } from "./client.ts";
import { getState, type Stores } from "./commit.ts";
import type { ModelState } from "./model-state.ts";
import { createIndexes } from "./stored-document.ts";

const REMEMBER_MS = 1_000;

export const newCollectionName = ({ name }: ReadModelDefinition): string =>
  `${name}.${randomUUID().slice(0, 8)}`;

/** An empty collection under a state of its own; another process's, where that one was first. */
const createModel = async (stores: Stores, definition: ReadModelDefinition): Promise<ModelState> => {
  const { db } = stores.connection;
  const state: ModelState = {
    _id: definition.name,
    version: definition.version,
    definition: JSON.stringify(definition),
    collection: newCollectionName(definition),
    turn: 1,
    lanes: [],
    pending: null,
  };
  await db.createCollection(state.collection);
  await createIndexes(stores.collectionOf(state), definition);
  try {
    await stores.states.insertOne(state);
    return state;
  } catch (error) {
    await db.dropCollection(state.collection);
    if (!isDuplicate(error)) throw error;
    return getState(stores.states, definition.name);
  }
};

/** Knows which collection of a model to read. */
export interface LiveModels {
  /** The live one, created where there is none. Another process's swap is seen within a second. */
  get(definition: ReadModelDefinition): Promise<ModelState>;
  /** Looks anew at the next question. */
  forget(name: string): void;
}

export const createLiveModels = (stores: Stores): LiveModels => {
  const remembered = new Map<string, { readonly state: ModelState; readonly until: number }>();
  return {
    async get(definition) {
      const known = remembered.get(definition.name);
      if (known && known.until > Date.now()) return known.state;
      const found = await stores.states.findOne({ _id: definition.name });
      const state = found ?? (await createModel(stores, definition));
      remembered.set(state._id, { state, until: Date.now() + REMEMBER_MS });
      return state;
    },
    forget: (name) => void remembered.delete(name),
  };
};

/** Makes a collection that was built the live one of its model, and retires the one before. */
export const replaceLive = async (
  { states }: Stores,
  definition: ReadModelDefinition,
  collection: string,
  lanes: ModelState["lanes"],
  retire: (collection: string) => Promise<void>,
): Promise<void> => {
  const next = {
    version: definition.version,
    definition: JSON.stringify(definition),
    collection,
    lanes,
    pending: null,
  };
  for (;;) {
    const old = await states.findOne({ _id: definition.name });
    if (!old) {
      await states.insertOne({ _id: definition.name, turn: 1, ...next });
      return;
    }
    const { modifiedCount } = await states.updateOne(
      { _id: old._id, turn: old.turn },
      { $set: { ...next, turn: old.turn + 1 } },
    );
    if (modifiedCount === 0) continue;
    await retire(old.collection);
    return;
  }
};
