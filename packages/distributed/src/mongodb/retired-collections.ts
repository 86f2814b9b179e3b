import { type Db, MongoServerError } from "mongodb";

/** Collections that are dropped when nobody can be reading them any more. */
export interface RetiredCollections {
  /** Puts a collection on the list, or begins its time anew. */
  retire(collection: string): Promise<void>;
  /** Takes a collection off the list. */
  keep(collection: string): Promise<void>;
  /** Drops those whose time is over. */
  dropDue(): Promise<void>;
}

/** `graceMs` is how long a process may go on reading a collection that another one has replaced. */
export const createRetiredCollections = (db: Db, graceMs: number): RetiredCollections => {
  const retired = db.collection<{ readonly _id: string; readonly at: Date }>("retired-read-models");
  const keep = async (collection: string): Promise<void> => {
    await retired.deleteOne({ _id: collection });
  };
  return {
    keep,
    async retire(collection) {
      await retired.updateOne({ _id: collection }, { $set: { at: new Date() } }, { upsert: true });
    },
    async dropDue() {
      for (const { _id } of await retired.find({ at: { $lt: new Date(Date.now() - graceMs) } }).toArray()) {
        await db.dropCollection(_id).catch((error: unknown) => {
          if (!(error instanceof MongoServerError && error.codeName === "NamespaceNotFound")) throw error;
        });
        await keep(_id);
      }
    },
  };
};
