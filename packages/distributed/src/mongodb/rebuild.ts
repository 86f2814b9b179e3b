import type { Document, ReadModelDefinition, ReadModelRebuild } from "@sogoc/core";
import type { Collection } from "mongodb";
import { findOnlyDuplicates } from "./client.ts";
import type { ModelState, StoredDocument } from "./model-state.ts";
import { createIndexes, documentFrom, storedFrom } from "./stored-document.ts";

/**
 * Documents kept in memory before they are written, so that a busy document is written once per
 * flush.
 */
const BUFFER = 10_000;

/** Lower than any turn at which a commit can write. */
const FIRST_REVISION = 1;

const replaceOne = async (
  collection: Collection<StoredDocument>,
  { _id, ...replacement }: StoredDocument,
): Promise<void> => {
  await collection.replaceOne({ _id }, replacement, { upsert: true });
};

/** Inserts documents that are most probably new; one that is there already is replaced. */
const insertNew = async (
  collection: Collection<StoredDocument>,
  documents: readonly StoredDocument[],
): Promise<void> => {
  if (documents.length === 0) return;
  try {
    await collection.insertMany([...documents], { ordered: false });
  } catch (error) {
    const faults = findOnlyDuplicates(error);
    if (!faults) throw error;
    for (const { index } of faults) {
      const document = documents[index];
      if (document) await replaceOne(collection, document);
    }
  }
};

const replaceAll = async (
  collection: Collection<StoredDocument>,
  documents: readonly StoredDocument[],
): Promise<void> => {
  if (documents.length === 0) return;
  await collection.bulkWrite(
    documents.map(({ _id, ...replacement }) => ({
      replaceOne: { filter: { _id }, replacement, upsert: true },
    })),
    { ordered: false },
  );
};

/** Builds a collection that nobody reads yet; `live` is what happens to it at the end. */
export const createRebuild = <Doc extends Document>(
  definition: ReadModelDefinition,
  collection: Collection<StoredDocument>,
  live: {
    readonly findByIds: (ids: readonly string[]) => Promise<readonly StoredDocument[]>;
    readonly replaceLive: (lanes: ModelState["lanes"]) => Promise<void>;
    readonly drop: () => Promise<void>;
    readonly keepAlive: () => Promise<void>;
  },
): ReadModelRebuild<Doc> => {
  const waiting = new Map<string, Doc | undefined>();
  /** Of those that wait: which are in the collection already. */
  const written = new Set<string>();
  const lanes = new Map<string, number>();
  let wroteAny = false;
  let open = true;

  const flush = async () => {
    const entries = [...waiting];
    const stored = entries.flatMap(([, document]) =>
      document ? [storedFrom(definition, document, FIRST_REVISION)] : [],
    );
    const gone = entries.flatMap(([id, document]) => (document ? [] : [id]));
    await insertNew(
      collection,
      stored.filter(({ _id }) => !written.has(_id)),
    );
    await replaceAll(
      collection,
      stored.filter(({ _id }) => written.has(_id)),
    );
    if (gone.length > 0 && wroteAny) await collection.deleteMany({ _id: { $in: gone } });
    wroteAny = true;
    waiting.clear();
    written.clear();
    await live.keepAlive();
  };

  return {
    async findMany(ids) {
      const found = new Map<string, Doc>();
      const elsewhere = wroteAny ? ids.filter((id) => !waiting.has(id)) : [];
      if (elsewhere.length > 0) {
        for (const stored of await live.findByIds(elsewhere)) {
          found.set(stored._id, documentFrom<Doc>(stored));
          written.add(stored._id);
        }
      }
      for (const id of ids) {
        const document = waiting.get(id);
        if (document) found.set(id, document);
      }
      return found;
    },
    async commit({ lane, position, puts, deletes }) {
      for (const document of puts) waiting.set(document.id, document);
      for (const id of deletes) waiting.set(id, undefined);
      lanes.set(lane, position);
      if (waiting.size >= BUFFER) await flush();
    },
    async swap() {
      await flush();
      await createIndexes(collection, definition);
      open = false;
      await live.replaceLive([...lanes].map(([lane, position]) => ({ lane, position })));
    },
    async abandon() {
      if (!open) return;
      open = false;
      await live.drop();
    },
  };
};
