import type { AnyBulkWriteOperation, ClientSession, Collection } from "mongodb";
import { findOnlyDuplicates } from "./client.ts";
import { findByIds } from "./find-by-ids.ts";
import type { StoredDocument, Write } from "./model-state.ts";

/**
 * Updates in one command. FerretDB 1.x keeps one of the hundred connections to its database for
 * each until the command ends, and with none left waits for itself for ever; so one such command at
 * a time, and a short one.
 */
const CHUNK = 50;

/** Writes that change something: a deletion of what is not there does not. */
const effective = (writes: readonly Write[]): Write[] =>
  writes.filter(({ was, becomes }) => was > 0 || becomes);

const insertAbsent = async (
  collection: Collection<StoredDocument>,
  documents: StoredDocument[],
): Promise<void> => {
  if (documents.length === 0) return;
  try {
    await collection.insertMany(documents, { ordered: false });
  } catch (error) {
    // What is there already was written when the same was carried out before.
    if (!findOnlyDuplicates(error)) throw error;
  }
};

const removeUnchanged = async (
  collection: Collection<StoredDocument>,
  gone: readonly Write[],
): Promise<void> => {
  if (gone.length === 0) return;
  const expected = new Map(gone.map(({ id, was }) => [id, was]));
  const found = await findByIds({ scansForIn: true }, collection, [...expected.keys()]);
  const unchanged = found.filter(({ _id, body }) => body.revision === expected.get(_id));
  if (unchanged.length === 0) return;
  await collection.bulkWrite(
    unchanged.map(({ _id }) => ({ deleteOne: { filter: { _id } } })),
    { ordered: false },
  );
};

/**
 * Carries out decided writes where there are no transactions. `$max` lets only the newer body of a
 * document stand, so that carrying them out twice, or late, when the model has long gone on,
 * changes nothing. Every filter names the id and nothing else: FerretDB 1.x goes through the whole
 * collection for any other.
 */
export const applyDecided = async (
  collection: Collection<StoredDocument>,
  writes: readonly Write[],
  oneAtATime: <Result>(command: () => Promise<Result>) => Promise<Result>,
): Promise<void> => {
  const wanted = effective(writes);
  const fresh = wanted.flatMap(({ was, becomes }) => (was === 0 && becomes ? [becomes] : []));
  const changed = wanted.flatMap(({ was, becomes }) => (was > 0 && becomes ? [becomes] : []));
  await insertAbsent(collection, fresh);
  for (let at = 0; at < changed.length; at += CHUNK) {
    const operations = changed
      .slice(at, at + CHUNK)
      .map(({ _id, body }) => ({ updateOne: { filter: { _id }, update: { $max: { body } } } }));
    await oneAtATime(() => collection.bulkWrite(operations, { ordered: false }));
  }
  await removeUnchanged(
    collection,
    wanted.filter(({ becomes }) => !becomes),
  );
};

const operationOf = ({ id, was, becomes }: Write): AnyBulkWriteOperation<StoredDocument> => {
  const filter = { _id: id, "body.revision": was };
  if (!becomes) return { deleteOne: { filter } };
  if (was === 0) return { insertOne: { document: becomes } };
  return { replaceOne: { filter, replacement: { body: becomes.body } } };
};

/**
 * Within a transaction, each bound to the revision it replaces; answers whether every document was
 * as expected.
 */
export const applyInTransaction = async (
  collection: Collection<StoredDocument>,
  writes: readonly Write[],
  session: ClientSession,
): Promise<boolean> => {
  const wanted = effective(writes);
  if (wanted.length === 0) return true;
  try {
    const done = await collection.bulkWrite(wanted.map(operationOf), { ordered: false, session });
    return done.insertedCount + done.matchedCount + done.deletedCount === wanted.length;
  } catch (error) {
    if (findOnlyDuplicates(error)) return false;
    throw error;
  }
};
