import { randomUUID } from "node:crypto";
import { connect, createServer } from "node:net";
import type { Document } from "@sogoc/core";
import { afterAll, describe, expect, it } from "vitest";
import { findLoneMongo, findMongoEngine } from "../../testing/mongodb-engine.ts";
import { connectMongo } from "./client.ts";
import { openMongoReadModels } from "./read-models.ts";

const engine = await findMongoEngine();
afterAll(() => engine?.stop());

/**
 * Stands between client and server and, each time it is asked to, cuts the one connection on which
 * the text comes by next.
 */
const openScissors = async (target: URL) => {
  let cutAt: string | undefined;
  let cuts = 0;
  const server = createServer((socket) => {
    const onward = connect(Number(target.port), target.hostname);
    for (const side of [socket, onward]) side.on("error", () => side.destroy());
    socket.on("close", () => onward.destroy());
    onward.on("close", () => socket.destroy());
    onward.on("data", (data) => socket.write(data));
    socket.on("data", (data) => {
      if (cutAt === undefined || !data.includes(cutAt)) return void onward.write(data);
      cuts++;
      cutAt = undefined;
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const url = Object.assign(new URL(target), { hostname: "127.0.0.1", port: String(port) });
  // Where the client would send a cut command again by itself.
  url.searchParams.set("retryWrites", "false");
  return {
    url: url.href,
    cutAt: (text: string) => {
      cutAt = text;
    },
    cuts: () => cuts,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
};

it("a lone server is refused with what makes it a replica set", async ({ skip }) => {
  const lone = await findLoneMongo();
  if (!lone) return skip("no server can be started here");
  const connecting = connectMongo({ url: lone.url, database: "sogoc-test" });
  await expect(connecting).rejects.toThrow(/--replSet rs0[\s\S]*rs\.initiate\(\)/);
  await lone.stop();
});

interface Shelf extends Document {
  readonly books: number;
}
const definition = { name: "shelves", version: 1, columns: {}, indexes: [] };
const puts = ["x", "y", "z"].map((id) => ({ id, books: 1 }));

const open = async () => {
  const scissors = await openScissors(new URL(engine?.url ?? ""));
  const connection = await connectMongo({
    url: scissors.url,
    database: `sogoc-test-${randomUUID().slice(0, 8)}`,
  });
  const close = async () => {
    await connection.db.dropDatabase();
    await connection.close();
    await scissors.close();
  };
  return { scissors, readModels: await openMongoReadModels(connection), close };
};

describe.skipIf(!engine)(`MongoDB read models whose connection is cut (${engine?.what})`, () => {
  it("begin a transaction again by themselves", async () => {
    const { scissors, readModels, close } = await open();
    const model = await readModels.open<Shelf>(definition);
    scissors.cutAt("insert");
    await model.commit({ lane: "a", position: 1, puts, deletes: [] });
    expect(scissors.cuts()).toBe(1);
    expect(await model.checkpoint("a")).toBe(1);
    expect([...(await model.findMany(["x", "y", "z"])).values()]).toEqual(puts);
    await close();
  });

  it("do not swap a rebuild that lost a part", async () => {
    const { scissors, readModels, close } = await open();
    const rebuild = await readModels.rebuild<Shelf>(definition);
    await rebuild.commit({ lane: "a", position: 1, puts, deletes: [] });
    scissors.cutAt("insert");
    await expect(rebuild.swap()).rejects.toThrow();
    expect(scissors.cuts()).toBe(1);
    expect(await readModels.liveVersion("shelves")).toBeUndefined();
    await close();
  });
});
