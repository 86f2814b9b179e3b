import type { Collection } from "mongodb";
import type { StoredDocument } from "./model-state.ts";

/** How long the server works on one question at the most, in milliseconds. */
export const QUERY_MS = 30_000;

/** The documents that exist, in no order. */
export const findByIds = (
  collection: Collection<StoredDocument>,
  ids: readonly string[],
): Promise<readonly StoredDocument[]> =>
  collection.find({ _id: { $in: [...ids] } }, { maxTimeMS: QUERY_MS }).toArray();
