import type { AnyBulkWriteOperation, ClientSession, Collection } from "mongodb";
import { findOnlyDuplicates } from "./client.ts";
import type { StoredDocument, Write } from "./model-state.ts";

/** Writes that change something: a deletion of what is not there does not. */
const effective = (writes: readonly Write[]): Write[] =>
  writes.filter(({ was, becomes }) => was > 0 || becomes);

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
