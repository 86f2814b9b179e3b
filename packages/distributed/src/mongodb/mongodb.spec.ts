import { randomUUID } from "node:crypto";
import { type Document, EngineUnavailable, StaleCommit } from "@sogoc/core";
import { blobsContract, readModelsContract, sweptBlobsContract } from "@sogoc/core/testing";
import { Binary } from "mongodb";
import { afterAll, describe, expect, it } from "vitest";
import { findMongoEngine } from "../../testing/mongodb-engine.ts";
import { connectMongo } from "./client.ts";
import { openGridBlobs } from "./grid-blobs.ts";
import { openMongoReadModels } from "./read-models.ts";
import { createMongoSecrets } from "./secrets.ts";

const engine = await findMongoEngine();
afterAll(() => engine?.stop());

const connect = async () => {
  const connection = await connectMongo({
    url: engine?.url ?? "",
    database: `sogoc-test-${randomUUID().slice(0, 8)}`,
  });
  return {
    connection,
    close: async () => {
      await connection.db.dropDatabase();
      await connection.close();
    },
  };
};

if (!engine) describe.skip("MongoDB", () => it("has no engine to run against", () => {}));
else {
  readModelsContract(`MongoDB read models (${engine.what})`, async () => {
    const { connection, close } = await connect();
    const readModels = await openMongoReadModels(connection);
    return { readModels, restart: () => openMongoReadModels(connection), close };
  });

  blobsContract(`GridFS blobs (${engine.what})`, async () => {
    const { connection, close } = await connect();
    const blobs = await openGridBlobs(connection);
    const stored = async () => {
      const files = await connection.db.collection("fs.files").countDocuments();
      const ids = await connection.db.collection("fs.chunks").distinct("files_id");
      return Math.max(files, ids.length);
    };
    const damage = async (sha256: string) => {
      const file = await connection.db.collection("fs.files").findOne({ filename: sha256 });
      const first = { files_id: file?._id, n: 0 };
      const chunk = await connection.db.collection("fs.chunks").findOne(first);
      const bytes = Buffer.from(chunk?.["data"].buffer);
      bytes.writeUInt8(0xff, 0);
      await connection.db.collection("fs.chunks").updateOne(first, { $set: { data: new Binary(bytes) } });
    };
    return { blobs, damage, stored, close };
  });

  sweptBlobsContract(`GridFS blobs (${engine.what})`, async () => {
    const { connection, close } = await connect();
    const stored = async () => {
      const files = await connection.db.collection("fs.files").countDocuments();
      const ids = await connection.db.collection("fs.chunks").distinct("files_id");
      const unfinished = await connection.db.collection("fs.unfinished").countDocuments();
      return Math.max(files, ids.length) + unfinished;
    };
    return { blobs: await openGridBlobs(connection), stored, close };
  });

  describe(`secrets in MongoDB (${engine.what})`, () => {
    it("replace a value only while it is the expected one, also when many try at once", async () => {
      const { connection, close } = await connect();
      const secrets = createMongoSecrets(connection);
      const first = await Promise.all(
        [1, 2, 3, 4].map((value) => secrets.replace("k/1", undefined, { value })),
      );
      expect(first.filter(Boolean)).toHaveLength(1);
      const before = await secrets.find("k/1");
      const second = await Promise.all([5, 6, 7].map((value) => secrets.replace("k/1", before, { value })));
      expect(second.filter(Boolean)).toHaveLength(1);
      expect(await secrets.replace("k/1", before, { value: 0 })).toBe(false);
      await secrets.put("k/2", ["hai"]);
      await secrets.put("l/1", null);
      expect(await secrets.keys("k/")).toEqual(["k/1", "k/2"]);
      expect(await secrets.find("k/2")).toEqual(["hai"]);
      await secrets.remove("k/2");
      expect(await secrets.find("k/2")).toBeUndefined();
      await close();
    });
  });

  describe(`MongoDB read models written to by several (${engine.what})`, () => {
    const definition = { name: "shelves", version: 1, columns: {}, indexes: [] };
    interface Shelf extends Document {
      readonly books: number;
    }
    const two = async () => {
      const { connection, close } = await connect();
      const models = await Promise.all(
        [1, 2].map(async () => (await openMongoReadModels(connection)).open<Shelf>(definition)),
      );
      const [first, second] = models;
      if (!first || !second) throw new Error("There are two.");
      return { connection, close, first, second };
    };

    it("refuse a commit made from a document that another one changed, made or removed meanwhile", async () => {
      const { close, first, second } = await two();
      await first.commit({ lane: "a", position: 1, puts: [{ id: "x", books: 1 }], deletes: [] });
      const attempt = async (ids: readonly string[], meanwhile: () => Promise<void>) => {
        const documents = await second.findMany(ids);
        await meanwhile();
        const since = { checkpoint: await second.checkpoint("b"), documents };
        return second.commit({
          lane: "b",
          position: 9,
          puts: ids.map((id) => ({ id, books: 9 })),
          deletes: [],
          since,
        });
      };
      const change = (books: number) => () =>
        first.commit({ lane: "a", position: 2, puts: [{ id: "x", books }], deletes: [] });
      await expect(attempt(["x"], change(2))).rejects.toThrow(StaleCommit);
      await expect(attempt(["x", "y"], change(3))).rejects.toThrow(StaleCommit);
      const remove = () => first.commit({ lane: "a", position: 3, puts: [], deletes: ["x"] });
      const replace = async () => {
        await remove();
        await change(1)();
      };
      await expect(attempt(["x"], replace)).rejects.toThrow(StaleCommit);
      await expect(attempt(["x"], remove)).rejects.toThrow(StaleCommit);
      await expect(attempt(["x"], change(4))).rejects.toThrow(StaleCommit);
      expect(await second.checkpoint("b")).toBe(0);
      expect(await first.find("x")).toEqual({ id: "x", books: 4 });
      await attempt(["x"], async () => {});
      expect(await first.find("x")).toEqual({ id: "x", books: 9 });
      await close();
    });

    it("refuse a commit from a checkpoint that another one has advanced", async () => {
      const { close, first, second } = await two();
      const since = { checkpoint: 0, documents: new Map<string, Shelf>() };
      await first.commit({ lane: "a", position: 5, puts: [], deletes: [], since });
      await expect(
        second.commit({ lane: "a", position: 6, puts: [{ id: "x", books: 1 }], deletes: [], since }),
      ).rejects.toThrow(StaleCommit);
      expect(await second.find("x")).toBeUndefined();
      await close();
    });

    it("change and remove many documents of several models at once", async () => {
      const { connection, close } = await connect();
      const readModels = await openMongoReadModels(connection);
      const ids = Array.from({ length: 250 }, (_, index) => `x-${index}`);
      await Promise.all(
        ["shelves", "boards", "boxes"].map(async (name) => {
          const model = await readModels.open<Shelf>({ ...definition, name });
          for (const position of [1, 2]) {
            const since = { checkpoint: position - 1, documents: await model.findMany(ids) };
            const puts = ids.map((id) => ({ id, books: position }));
            await model.commit({ lane: "a", position, puts, deletes: [], since });
          }
          await model.commit({ lane: "a", position: 3, puts: [], deletes: ids.slice(100) });
          const left = await model.findMany(ids);
          expect([...left.values()].map(({ books }) => books)).toEqual(Array(100).fill(2));
        }),
      );
      await close();
    });

    it("refuse what an older program writes into a model that a newer one has built for itself", async () => {
      const { connection, close } = await connect();
      const older = await (await openMongoReadModels(connection)).open<Shelf>(definition);
      await older.commit({ lane: "a", position: 1, puts: [{ id: "x", books: 1 }], deletes: [] });
      const newerModels = await openMongoReadModels(connection);
      const next = { ...definition, version: 2 };
      const rebuild = await newerModels.rebuild<Shelf>(next);
      await rebuild.commit({ lane: "a", position: 1, puts: [{ id: "x", books: 10 }], deletes: [] });
      await rebuild.swap();
      const newer = await newerModels.open<Shelf>(next);
      const writing = older.commit({ lane: "a", position: 2, puts: [{ id: "x", books: 2 }], deletes: [] });
      await expect(writing).rejects.toThrow(EngineUnavailable);
      await expect(writing).rejects.toThrow(/version 2 .* version 1/);
      expect([await newer.find("x"), await newer.checkpoint("a")]).toEqual([{ id: "x", books: 10 }, 1]);
      await newer.commit({ lane: "a", position: 2, puts: [{ id: "x", books: 11 }], deletes: [] });
      expect(await newer.find("x")).toEqual({ id: "x", books: 11 });
      await close();
    });

    it("are not read on where an earlier version left a commit half carried out", async () => {
      const { connection, close, first } = await two();
      const states = connection.db.collection<{ _id: string }>("read-models");
      await states.updateOne({ _id: "shelves" }, { $set: { pending: { lane: "a" } } });
      await expect(first.checkpoint("a")).rejects.toThrow("rebuild it");
      const rebuild = await (await openMongoReadModels(connection)).rebuild<Shelf>(definition);
      await rebuild.swap();
      expect(await first.checkpoint("a")).toBe(0);
      await close();
    });
  });
}
