import type { Document, OneAtATimeByKey, ReadModel, ReadModelDefinition } from "@sogoc/core";
import type { Collection, Filter } from "mongodb";
import { commitChanges, getState, type Loaded, type Stores } from "./commit.ts";
import { findByIds, QUERY_MS } from "./find-by-ids.ts";
import type { LiveModels } from "./live-models.ts";
import { definitionOf, type ModelState, positionIn, type StoredDocument } from "./model-state.ts";
import { afterFilters, allOf, cursorFrom, orderOf, sortOf, whereFilters, wordFilters } from "./query.ts";
import { documentFrom } from "./stored-document.ts";

const PAGE = 500;

/** What this process remembers of the documents that it gave out. */
export const createGiven = () => {
  const revisions = new WeakMap<object, number>();
  const loads = new WeakMap<ReadonlyMap<string, Document>, Loaded>();
  return {
    give<Doc extends Document>(stored: StoredDocument): Doc {
      const document = documentFrom<Doc>(stored);
      revisions.set(document, stored.body.revision);
      return document;
    },
    noteLoad: (documents: ReadonlyMap<string, Document>, loaded: Loaded) => void loads.set(documents, loaded),
    revisionOf: (document: Document) => revisions.get(document),
    loadedAt: (documents: ReadonlyMap<string, Document>) => loads.get(documents),
  };
};

export interface OpenModel {
  readonly stores: Stores;
  readonly live: LiveModels;
  readonly given: ReturnType<typeof createGiven>;
  readonly oneAtATime: OneAtATimeByKey;
  readonly collectionNamed: (name: string) => Collection<StoredDocument>;
  /** The last turn of a model that this process has brought about. */
  readonly knownTurn: (name: string) => number | undefined;
}

/** A page of documents in the order asked for, with a cursor where there are more. */
const queryPage = async <Doc extends Document>(
  collection: Collection<StoredDocument>,
  state: ModelState,
  { where, words, orderBy, limit, after }: Parameters<ReadModel<Doc>["query"]>[0],
  give: (stored: StoredDocument) => Doc,
) => {
  const asStored = definitionOf(state);
  const order = orderOf(asStored, orderBy);
  const filters = [
    ...whereFilters(asStored, where),
    ...(asStored.words === undefined ? [] : wordFilters(words ?? "")),
    ...afterFilters(order, after),
  ];
  const found = collection
    .find(allOf(filters), { maxTimeMS: QUERY_MS })
    .sort(sortOf(order))
    .limit(limit + 1);
  const items = (await found.toArray()).map(give);
  const page = items.slice(0, limit);
  const last = page.at(-1);
  if (items.length <= limit || !last) return { items: page };
  return { items: page, next: cursorFrom(order, last as unknown as Record<string, unknown>) };
};

/** A model as its users see it; which of its collections is read may change from call to call. */
export const createReadModel = <Doc extends Document>(
  definition: ReadModelDefinition,
  { stores, live, given, oneAtATime, collectionNamed, knownTurn }: OpenModel,
): ReadModel<Doc> => {
  const { name } = definition;
  const { collectionOf } = stores;
  const give = (stored: StoredDocument): Doc => given.give<Doc>(stored);
  const findMany = async (ids: readonly string[]) => {
    const turn = knownTurn(name);
    const { collection } = await live.get(definition);
    const found = await findByIds(collectionNamed(collection), ids);
    const documents = new Map(found.map((stored) => [stored._id, give(stored)]));
    if (turn !== undefined) given.noteLoad(documents, { turn, collection, ids: new Set(ids) });
    return documents;
  };
  return {
    findMany,
    find: async (id) => (await findMany([id])).get(id),
    async query(wish) {
      const state = await live.get(definition);
      return queryPage(collectionOf(state), state, wish, give);
    },
    async count(where) {
      const state = await live.get(definition);
      return collectionOf(state).countDocuments(allOf(whereFilters(definitionOf(state), where)), {
        maxTimeMS: QUERY_MS,
      });
    },
    async *all() {
      for (let last: string | undefined; ; ) {
        const collection = collectionOf(await live.get(definition));
        const wanted: Filter<StoredDocument> = last === undefined ? {} : { _id: { $gt: last } };
        const page = await collection.find(wanted).sort({ _id: 1 }).limit(PAGE).toArray();
        if (page.length === 0) return;
        for (const stored of page) yield give(stored);
        last = page.at(-1)?._id;
      }
    },
    checkpoint: (lane) => oneAtATime(name, async () => positionIn(await getState(stores.states, name), lane)),
    commit: (changes) => oneAtATime(name, () => commitChanges(stores, definition, changes)),
  };
};
