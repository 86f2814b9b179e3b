import type { AnyBulkWriteOperation, ClientSession, Collection } from "mongodb";
import { MongoBulkWriteError } from "mongodb";
import type { StoredDocument, Write } from "./model-state.ts";

const operationOf = ({ id, was, becomes }: Write): AnyBulkWriteOperation<StoredDocument> => {
  if (!becomes) return { deleteOne: { filter: { _id: id, revision: was } } };
  if (was === 0) return { insertOne: { document: becomes } };
  const { _id: _, ...replacement } = becomes;
  return { replaceOne: { filter: { _id: id, revision: was }, replacement } };
};

/** Writes that change something: a deletion of what is not there does not. */
const effective = (writes: readonly Write[]): Write[] =>
  writes.filter(({ was, becomes }) => was > 0 || becomes);

/**
 * Carries out decided writes. Each is bound to the revision it replaces, so that carrying them out twice, or late, when the
 * model has long gone on, changes nothing.
 */
export const applyDecided = async (
  collection: Collection<StoredDocument>,
  writes: readonly Write[],
): Promise<void> => {
  const operations = effective(writes).map(operationOf);
  if (operations.length === 0) return;
  try {
    await collection.bulkWrite(operations, { ordered: false });
  } catch (error) {
    const inserted =
      error instanceof MongoBulkWriteError && [error.writeErrors].flat().every(({ code }) => code === 11_000);
    if (!inserted) throw error;
  }
};

/** The same within a transaction; answers whether every document was as expected. */
export const applyInTransaction = async (
  collection: Collection<StoredDocument>,
  writes: readonly Write[],
  session: ClientSession,
): Promise<boolean> => {
  const wanted = effective(writes);
  if (wanted.length === 0) return true;
  const done = await collection.bulkWrite(wanted.map(operationOf), { ordered: false, session });
  return done.insertedCount + done.matchedCount + done.deletedCount === wanted.length;
};
