import { createOneAtATimeByKey, type Document, type ReadModelDefinition, type ReadModels } from "@sogoc/core";
import type { Collection } from "mongodb";
import type { MongoConnection } from "./client.ts";
import { getState, type Stores } from "./commit.ts";
import { findByIds } from "./find-by-ids.ts";
import { createLiveModels, newCollectionName, replaceLive } from "./live-models.ts";
import type { ModelState, StoredDocument } from "./model-state.ts";
import { createGiven, createReadModel } from "./read-model.ts";
import { createRebuild } from "./rebuild.ts";
import { createRetiredCollections } from "./retired-collections.ts";

const GRACE_MS = 60_000;

/**
 * Read models as collections, one per generation; `read-models` says which is live and how far it
 * came.
 */
export const openMongoReadModels = async (
  connection: MongoConnection,
  options: { readonly graceMs?: number | undefined } = {},
): Promise<ReadModels> => {
  const { db } = connection;
  const states = db.collection<ModelState>("read-models");
  // Of this process; between processes the server's transactions decide.
  const oneAtATime = createOneAtATimeByKey();
  const turns = new Map<string, number>();
  const given = createGiven();
  const collectionNamed = (name: string): Collection<StoredDocument> => db.collection<StoredDocument>(name);
  const stores: Stores = {
    connection,
    states,
    collectionOf: (state) => collectionNamed(state.collection),
    revisionOf: given.revisionOf,
    loadedAt: given.loadedAt,
    onSettled: (name, turn) => void turns.set(name, turn),
  };
  const retired = createRetiredCollections(db, options.graceMs ?? GRACE_MS);
  await retired.dropDue();
  const live = createLiveModels(stores);
  const knownTurn = (name: string) => turns.get(name);
  const model = { stores, live, given, oneAtATime, collectionNamed, knownTurn };

  return {
    async open<Doc extends Document>(definition: ReadModelDefinition) {
      const { name, version } = definition;
      const known = await live.get(definition);
      if (known.version === version && known.definition !== JSON.stringify(definition)) {
        throw new Error(`The read model ${name} has changed: raise its version above ${version}.`);
      }
      await oneAtATime(name, () => getState(stores.states, name));
      return createReadModel<Doc>(definition, model);
    },
    liveVersion: async (name) => (await states.findOne({ _id: name }))?.version,
    async rebuild<Doc extends Document>(definition: ReadModelDefinition) {
      const name = newCollectionName(definition);
      // On the list from the start: what a rebuild that breaks off leaves is dropped later.
      await retired.retire(name);
      return createRebuild<Doc>(definition, collectionNamed(name), {
        findByIds: (ids) => findByIds(collectionNamed(name), ids),
        replaceLive: (lanes) =>
          oneAtATime(definition.name, async () => {
            await retired.keep(name);
            await replaceLive(stores, definition, name, lanes, retired.retire);
            live.forget(definition.name);
            await retired.dropDue();
          }),
        async drop() {
          await db.dropCollection(name).catch(() => {});
          await retired.keep(name);
        },
        keepAlive: () => retired.retire(name),
      });
    },
    async close() {},
  };
};
