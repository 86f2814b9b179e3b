import type { Collection } from "mongodb";
import type { MongoConnection } from "./client.ts";
import type { StoredDocument } from "./model-state.ts";

/** The documents that exist, in no order. */
export const findByIds = async (
  { scansForIn }: Pick<MongoConnection, "scansForIn">,
  collection: Collection<StoredDocument>,
  ids: readonly string[],
): Promise<readonly StoredDocument[]> => {
  if (!scansForIn) return collection.find({ _id: { $in: [...ids] } }).toArray();
  const found = await Promise.all(ids.map((id) => collection.findOne({ _id: id })));
  return found.filter((document) => document !== null);
};
