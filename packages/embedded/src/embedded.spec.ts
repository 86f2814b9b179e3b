import { copyFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Projection, type ReadModel, rebuildProjection, runProjection } from "@sogoc/core";
import { newEvents, PATIENCE_MS } from "@sogoc/core/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { dataFiles } from "./data-files.ts";
import { type EmbeddedNotices, openEmbedded } from "./embedded.ts";
import { temporaryFolder } from "./temporary-folder.ts";

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

interface Book {
  readonly id: string;
  readonly leaves: number;
}
const books: Projection<Book> = {
  definition: { name: "books", version: 1, columns: { leaves: "number" }, indexes: [] },
  eventTypes: ["LeafTurned"],
  keys: (event) => [event.stream],
  evolve: (book, _, id) => ({ id, leaves: (book?.leaves ?? 0) + 1 }),
};

const run = async (notices: EmbeddedNotices = {}, { acceptOlder = false } = {}) => {
  const embedded = await openEmbedded({ folder, notices, acceptOlder });
  const { store, bus, readModels } = embedded;
  const { model, subscription } = await runProjection({
    projection: books,
    consumer: "books",
    bus,
    readModels,
    store,
  });
  const caughtUp = async () =>
    expect(await subscription.caughtUp(await store.head(), PATIENCE_MS)).toBe(true);
  return { ...embedded, model, caughtUp };
};

it("carries a projection over a restart without doing anything twice", async () => {
  const first = await run();
  await first.store.append("book-1", -1, newEvents("a", 3));
  await first.caughtUp();
  await first.close();
  const second = await run();
  await second.store.append("book-1", 2, newEvents("b", 2));
  await second.caughtUp();
  expect(await second.model.find("book-1")).toEqual({ id: "book-1", leaves: 5 });
  await second.close();
});

it("does not believe read models and checkpoints that are ahead of a log that was put back", async () => {
  const first = await run();
  await first.store.append("book-1", -1, newEvents("a", 2));
  await first.close();
  copyFileSync(dataFiles(folder).events, `${folder}/older.sqlite`);
  const second = await run();
  const handled: string[] = [];
  const onDelivery = async ({ events }: { events: readonly { id: string }[] }) =>
    void handled.push(...events.map(({ id }) => id));
  const reaction = await second.bus.subscribe({
    consumer: "reaction",
    eventTypes: ["LeafTurned"],
    onDelivery,
  });
  await second.store.append("book-1", 1, newEvents("lost", 4));
  await second.caughtUp();
  expect(await reaction.caughtUp(6, PATIENCE_MS)).toBe(true);
  await second.close();

  copyFileSync(`${folder}/older.sqlite`, dataFiles(folder).events);
  const before = readdirSync(folder).sort();
  await expect(run()).rejects.toThrow(
    /hết ở sự kiện 2, nhưng (books|reaction) đã đọc đến 6[\s\S]*has seen 6[\s\S]*restore [\s\S]*rebuild --accept-older/,
  );
  expect(readdirSync(folder).sort()).toEqual(before);
  const told: unknown[] = [];
  const third = await run({ onLogShortened: (found) => told.push(found) }, { acceptOlder: true });
  expect(told).toEqual([{ head: 2, seen: { by: expect.stringMatching(/^(books|reaction)$/), position: 6 } }]);
  await third.store.append("book-2", -1, newEvents("new", 1));
  await third.caughtUp();
  expect(await third.model.find("book-1")).toEqual({ id: "book-1", leaves: 2 });
  expect(await third.model.find("book-2")).toEqual({ id: "book-2", leaves: 1 });
  const again = await third.bus.subscribe({ consumer: "reaction", eventTypes: ["LeafTurned"], onDelivery });
  expect(await again.caughtUp(3, PATIENCE_MS)).toBe(true);
  expect(handled.at(-1)).toBe("new-0");
  await third.close();
});

it("can be opened once at a time, and again after a failed opening", async () => {
  const first = await openEmbedded({ folder });
  await expect(openEmbedded({ folder })).rejects.toThrow("already open for writing");
  await first.close();
  await (await openEmbedded({ folder })).close();
});

it("rebuilds what it built step by step over restarts, byte for byte", async () => {
  const textOf = async (model: ReadModel<Book>): Promise<string> => {
    const all: Book[] = [];
    for await (const book of model.all()) all.push(book);
    return JSON.stringify(all);
  };
  let random = 158;
  const below = (bound: number): number => {
    random = (random * 48_271) % 2_147_483_647;
    return random % bound;
  };
  for (let round = 0; round < 6; round++) {
    const embedded = await run();
    for (let step = 0; step < 20; step++) {
      const stream = `book-${below(5)}`;
      const { length } = await embedded.store.readStream(stream);
      await embedded.store.append(stream, length - 1, newEvents(`${round}-${step}`, 1 + below(3)));
    }
    // Every other time it is closed with deliveries still under way.
    if (round % 2 === 0 || round === 5) await embedded.caughtUp();
    if (round === 5) {
      const live = await textOf(embedded.model);
      const { store, readModels } = embedded;
      await rebuildProjection({ projection: books, store, readModels, pageSize: 7 });
      expect(await textOf(embedded.model)).toBe(live);
      expect(JSON.parse(live)).toHaveLength(5);
    }
    await embedded.close();
  }
});

it("keeps nothing of an upload in whose middle a program was killed, however soon it is opened again", async () => {
  await (await openEmbedded({ folder })).close();
  const unfinished = join(dataFiles(folder).blobs, "unfinished");
  writeFileSync(join(unfinished, "0b8c2d7e"), "nửa trang sổ");
  const { blobs, close } = await openEmbedded({ folder });
  expect(readdirSync(unfinished)).toEqual([]);
  const { sha256 } = await blobs.put(Buffer.from("cả trang sổ"));
  expect(await blobs.find(sha256)).toMatchObject({ sha256 });
  await close();
});
