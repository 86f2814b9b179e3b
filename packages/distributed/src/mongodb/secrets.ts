import { createOneAtATimeByKey, type Secrets } from "@sogoc/core";
import type { Filter } from "mongodb";
import { isDuplicate, type MongoConnection } from "./client.ts";

interface StoredSecret {
  readonly _id: string;
  /** JSON: what is compared on replacing is exactly what was written. */
  readonly value: string;
}

/** Each value is one document, so that replacing it is atomic on every engine. */
export const createMongoSecrets = ({ db }: MongoConnection): Secrets => {
  const stored = db.collection<StoredSecret>("secrets");
  const oneAtATime = createOneAtATimeByKey();
  const text = (value: unknown) => JSON.stringify(value);
  const replace = async (key: string, expected: unknown, next: unknown): Promise<boolean> => {
    if (expected === undefined) {
      try {
        await stored.insertOne({ _id: key, value: text(next) });
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    }
    const { matchedCount } = await stored.updateOne(
      { _id: key, value: text(expected) },
      { $set: { value: text(next) } },
    );
    return matchedCount === 1;
  };
  return {
    async find(key) {
      const found = await stored.findOne({ _id: key });
      return found ? (JSON.parse(found.value) as unknown) : undefined;
    },
    replace: (key, expected, next) => oneAtATime(key, () => replace(key, expected, next)),
    async put(key, value) {
      await stored.updateOne({ _id: key }, { $set: { value: text(value) } }, { upsert: true });
    },
    async remove(key) {
      await stored.deleteOne({ _id: key });
    },
    async keys(prefix) {
      const wanted: Filter<StoredSecret> =
        prefix === "" ? {} : { _id: { $gte: prefix, $lt: `${prefix}\u{10ffff}` } };
      const found = await stored
        .find(wanted, { projection: { _id: 1 } })
        .sort({ _id: 1 })
        .toArray();
      return found.map(({ _id }) => _id);
    },
    async close() {},
  };
};
