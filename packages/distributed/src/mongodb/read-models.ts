import { randomUUID } from "node:crypto";
import type { Document, ReadModel, ReadModelDefinition, ReadModels } from "@sogoc/core";
import { type Collection, MongoServerError } from "mongodb";
import { isDuplicate, type MongoConnection } from "./client.ts";
import { commitChanges, type Loaded, settledState } from "./commit.ts";
import { findByIds } from "./find-by-ids.ts";
import { createTurns } from "./in-turn.ts";
import { definitionOf, type ModelState, positionIn, type StoredDocument } from "./model-state.ts";
import { afterFilters, allOf, cursorFrom, orderOf, sortOf, whereFilters, wordFilters } from "./query.ts";
import { createRebuild } from "./rebuild.ts";
import { createIndexes, documentFrom } from "./stored-document.ts";

/**
 * How long a process may go on reading a collection that another one has replaced; then it is
 * dropped.
 */
const GRACE_MS = 60_000;
const REMEMBER_MS = 1_000;
const PAGE = 500;

/**
 * Read models as collections, one per generation; `read-models` says which is live and how far it
 * came.
 */
export const openMongoReadModels = async (
  connection: MongoConnection,
  options: { readonly graceMs?: number | undefined } = {},
): Promise<ReadModels> => {
  const { db } = connection;
  const { graceMs = GRACE_MS } = options;
  const states = db.collection<ModelState>("read-models");
  const retired = db.collection<{ readonly _id: string; readonly at: Date }>("retired-read-models");
  const remembered = new Map<string, { readonly state: ModelState; readonly until: number }>();
  const inTurn = createTurns();
  const updates = createTurns();
  const revisions = new WeakMap<object, number>();
  const loads = new WeakMap<ReadonlyMap<string, Document>, Loaded>();
  /** The last turn of each model that this process knows to be carried out. */
  const turns = new Map<string, number>();

  const collectionNamed = (name: string): Collection<StoredDocument> => db.collection<StoredDocument>(name);
  const collectionOf = (state: ModelState) => collectionNamed(state.collection);
  const stores = {
    connection,
    states,
    collectionOf,
    revisionOf: (document: Document) => revisions.get(document),
    loadedAt: (documents: ReadonlyMap<string, Document>) => loads.get(documents),
    oneAtATime: <Result>(command: () => Promise<Result>) => updates("updates", command),
    onSettled: (name: string, turn: number) => void turns.set(name, turn),
  };

  const dropRetired = async () => {
    for (const { _id } of await retired.find({ at: { $lt: new Date(Date.now() - graceMs) } }).toArray()) {
      await db.dropCollection(_id).catch((error: unknown) => {
        if (!(error instanceof MongoServerError && error.codeName === "NamespaceNotFound")) throw error;
      });
      await retired.deleteOne({ _id });
    }
  };
  const retire = async (collection: string) => {
    await retired.updateOne({ _id: collection }, { $set: { at: new Date() } }, { upsert: true });
  };
  await dropRetired();

  const newCollection = (definition: ReadModelDefinition) => `${definition.name}.${randomUUID().slice(0, 8)}`;

  const create = async (definition: ReadModelDefinition): Promise<ModelState> => {
    const state: ModelState = {
      _id: definition.name,
      version: definition.version,
      definition: JSON.stringify(definition),
      collection: newCollection(definition),
      turn: 1,
      lanes: [],
      pending: null,
    };
    await db.createCollection(state.collection);
    await createIndexes(collectionOf(state), definition);
    try {
      await states.insertOne(state);
      return state;
    } catch (error) {
      await db.dropCollection(state.collection);
      if (!isDuplicate(error)) throw error;
      return settledState(stores, definition.name);
    }
  };

  const remember = (state: ModelState): ModelState => {
    remembered.set(state._id, { state, until: Date.now() + REMEMBER_MS });
    return state;
  };

  /** Which collection to read; another process's swap is seen within a second. */
  const live = async (definition: ReadModelDefinition): Promise<ModelState> => {
    const known = remembered.get(definition.name);
    if (known && known.until > Date.now()) return known.state;
    return remember((await states.findOne({ _id: definition.name })) ?? (await create(definition)));
  };

  const given = <Doc extends Document>(stored: StoredDocument): Doc => {
    const document = documentFrom<Doc>(stored);
    revisions.set(document, stored.body.revision);
    return document;
  };

  const open = async <Doc extends Document>(definition: ReadModelDefinition): Promise<ReadModel<Doc>> => {
    const { name, version } = definition;
    const known = await live(definition);
    if (known.version === version && known.definition !== JSON.stringify(definition)) {
      throw new Error(`The read model ${name} has changed: raise its version above ${version}.`);
    }
    await inTurn(name, () => settledState(stores, name));
    const findMany = async (ids: readonly string[]) => {
      const turn = turns.get(name);
      const { collection } = await live(definition);
      const found = await findByIds(connection, collectionNamed(collection), ids);
      const documents = new Map(found.map((stored) => [stored._id, given<Doc>(stored)]));
      if (turn !== undefined) loads.set(documents, { turn, collection, ids: new Set(ids) });
      return documents;
    };
    return {
      findMany,
      find: async (id) => (await findMany([id])).get(id),
      async query({ where, words, orderBy, limit, after }) {
        const state = await live(definition);
        const asStored = definitionOf(state);
        const order = orderOf(asStored, orderBy);
        const filters = [
          ...whereFilters(asStored, where),
          ...(asStored.words === undefined ? [] : wordFilters(words ?? "")),
          ...afterFilters(order, after),
        ];
        const found = collectionOf(state)
          .find(allOf(filters))
          .sort(sortOf(order))
          .limit(limit + 1);
        const items = (await found.toArray()).map((stored) => given<Doc>(stored));
        const page = items.slice(0, limit);
        const last = page.at(-1);
        if (items.length <= limit || !last) return { items: page };
        return { items: page, next: cursorFrom(order, last as unknown as Record<string, unknown>) };
      },
      async count(where) {
        const state = await live(definition);
        return collectionOf(state).countDocuments(allOf(whereFilters(definitionOf(state), where)));
      },
      async *all() {
        for (let last: string | undefined; ; ) {
          const collection = collectionOf(await live(definition));
          const wanted = last === undefined ? {} : { _id: { $gt: last } };
          const page = await collection.find(wanted).sort({ _id: 1 }).limit(PAGE).toArray();
          if (page.length === 0) return;
          for (const stored of page) yield given<Doc>(stored);
          last = page.at(-1)?._id;
        }
      },
      checkpoint: (lane) => inTurn(name, async () => positionIn(await settledState(stores, name), lane)),
      commit: (changes) => inTurn(name, () => commitChanges(stores, name, changes)),
    };
  };

  return {
    open,
    liveVersion: async (name) => (await states.findOne({ _id: name }))?.version,
    async rebuild<Doc extends Document>(definition: ReadModelDefinition) {
      const name = newCollection(definition);
      // On the list from the start: what a rebuild that breaks off leaves is dropped later.
      await retire(name);
      return createRebuild<Doc>(definition, collectionNamed(name), {
        findByIds: (ids) => findByIds(connection, collectionNamed(name), ids),
        replaceLive: (lanes) =>
          inTurn(definition.name, async () => {
            await retired.deleteOne({ _id: name });
            for (;;) {
              const old = await states.findOne({ _id: definition.name });
              const next = {
                version: definition.version,
                definition: JSON.stringify(definition),
                collection: name,
                lanes,
                pending: null,
              };
              if (old) {
                const { modifiedCount } = await states.updateOne(
                  { _id: old._id, turn: old.turn },
                  { $set: { ...next, turn: old.turn + 1 } },
                );
                if (modifiedCount === 0) continue;
                await retire(old.collection);
              } else {
                await states.insertOne({ _id: definition.name, turn: 1, ...next });
              }
              remembered.delete(definition.name);
              await dropRetired();
              return;
            }
          }),
        async drop() {
          await db.dropCollection(name).catch(() => {});
          await retired.deleteOne({ _id: name });
        },
        keepAlive: () => retire(name),
      });
    },
    async close() {},
  };
};
