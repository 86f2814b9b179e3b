import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { type Projection, runProjection } from "@sogoc/core";
import { newEvents, PATIENCE_MS } from "@sogoc/core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteConsumerState } from "./consumer-state.ts";
import { dataFiles } from "./data-files.ts";
import type { RemadeFile } from "./disposable.ts";
import { openEmbedded } from "./embedded.ts";
import { openSqliteSecrets } from "./secrets.ts";
import { temporaryFolder } from "./temporary-folder.ts";

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

const EVENTS = 400;

interface Leaf {
  readonly id: string;
  readonly turns: number;
}
const leaves: Projection<Leaf> = {
  definition: { name: "leaves", version: 1, columns: { turns: "number" }, indexes: [["turns"]] },
  eventTypes: ["LeafTurned"],
  keys: (event) => [event.id],
  evolve: (leaf, _, id) => ({ id, turns: (leaf?.turns ?? 0) + 1 }),
};

/**
 * Starts as a service does, and answers what stands in the read model and which files were made
 * anew.
 */
const start = async () => {
  const remade: RemadeFile[] = [];
  const embedded = await openEmbedded({ folder, notices: { onRemade: (one) => remade.push(one) } });
  const { store, bus, readModels } = embedded;
  const { model, subscription } = await runProjection({
    projection: leaves,
    consumer: "leaves",
    bus,
    readModels,
    store,
  });
  const handled: number[] = [];
  const reaction = await bus.subscribe({
    consumer: "reaction",
    eventTypes: ["LeafTurned"],
    onDelivery: async ({ events }) => void handled.push(...events.map(({ position }) => position)),
  });
  const head = await store.head();
  await subscription.caughtUp(head, PATIENCE_MS);
  await reaction.caughtUp(head, PATIENCE_MS);
  const count = await model.count({});
  return { embedded, count, remade, handled };
};

const fill = async () => {
  const { embedded } = await start();
  await embedded.store.append("book-1", -1, newEvents("a", EVENTS));
  await embedded.close();
  await (await start()).embedded.close();
};

const overwrite = (file: string, from: number, length: number) => {
  const bytes = readFileSync(file);
  bytes.fill("rác ", from, Math.min(bytes.length, from + length));
  writeFileSync(file, bytes);
};

/** What may happen to a file while the program is away. */
const damages: Readonly<Record<string, (file: string) => void>> = {
  "is garbage": (file) => writeFileSync(file, Buffer.alloc(50_000, "rác ")),
  "has a garbled header": (file) => overwrite(file, 0, 100),
  "has a garbled middle": (file) => overwrite(file, 4_096, statSync(file).size - 8_192),
  "is cut in half": (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  "is empty": (file) => {
    truncateSync(file, 0);
    rmSync(`${file}-wal`, { force: true });
  },
  "is cut to a few bytes": (file) => truncateSync(file, 37),
  "is of another kind": (file) => {
    rmSync(file);
    const other = new DatabaseSync(file);
    other.exec("CREATE TABLE something (else_ TEXT)");
    other.close();
  },
  "has lost a table": (file) => {
    const database = new DatabaseSync(file);
    for (const { name } of database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all())
      if (!String(name).startsWith("sqlite_")) database.exec(`DROP TABLE "${name}"`);
    database.close();
  },
  "comes from a newer program": (file) => {
    const database = new DatabaseSync(file);
    database.exec("PRAGMA user_version = 99");
    database.close();
  },
};

const cases = Object.keys(damages).flatMap((damage) =>
  (["readModels", "consumers"] as const).map((which) => ({ damage, which })),
);

describe("a disposable file", () => {
  it.each(cases)("$which that $damage is told and made anew from the log", async ({ damage, which }) => {
    await fill();
    const file = dataFiles(folder)[which];
    damages[damage]?.(file);
    const again = await start();
    expect(again.remade).toEqual([{ file, reason: expect.stringMatching(/./) }]);
    expect(again.count).toBe(EVENTS);
    if (which === "consumers") expect(again.handled).toHaveLength(EVENTS);
    await again.embedded.close();
    const after = await start();
    expect([after.remade, after.count, after.handled]).toEqual([[], EVENTS, []]);
    await after.embedded.close();
  });

  it.each(["readModels", "consumers"] as const)("%s that is gone is simply made", async (which) => {
    await fill();
    for (const end of [(file: string) => rmSync(file)]) {
      end(dataFiles(folder)[which]);
      const again = await start();
      expect([again.remade, again.count]).toEqual([[], EVENTS]);
      await again.embedded.close();
    }
  });

  it("survives that its write-ahead log was taken away after a crash", async () => {
    const { embedded } = await start();
    await embedded.store.append("book-1", -1, newEvents("a", EVENTS));
    await (async () => {
      for (let tries = 0; tries < 1_000; tries++) {
        const state = openSqliteConsumerState({ file: dataFiles(folder).consumers });
        const reached = await state.checkpoint("reaction");
        await state.close();
        if (reached === EVENTS) return;
        await pause(10);
      }
    })();
    // The folder as a crash leaves it, without the logs.
    const crashed = `${folder}-crashed`;
    cpSync(folder, crashed, { recursive: true });
    await embedded.close();
    for (const which of ["readModels", "consumers"] as const)
      for (const end of ["-wal", "-shm"]) rmSync(`${dataFiles(crashed)[which]}${end}`, { force: true });
    rmSync(folder, { recursive: true });
    cpSync(crashed, folder, { recursive: true });
    rmSync(crashed, { recursive: true });
    const again = await start();
    expect(again.count).toBe(EVENTS);
    await again.embedded.close();
  });

  it("is not taken for damaged while another program has the folder open", async () => {
    await fill();
    const { embedded } = await start();
    const remade: RemadeFile[] = [];
    await expect(openEmbedded({ folder, notices: { onRemade: (one) => remade.push(one) } })).rejects.toThrow(
      "already open",
    );
    expect(remade).toEqual([]);
    await embedded.close();
  });
});

describe("a read model, or the consumers' places, in whose stead something else lies", () => {
  it("is named and made anew, and what lay there keeps its content under another name", async () => {
    const first = await start();
    await first.embedded.store.append("book-1", -1, newEvents("a", 3));
    await first.embedded.close();
    const { readModels, consumers } = dataFiles(folder);
    for (const file of [readModels, consumers]) rmSync(file);
    mkdirSync(readModels);
    writeFileSync(join(readModels, "thu.txt"), "thư");
    // To open a pipe that nobody writes to would never end.
    execFileSync("mkfifo", [consumers]);
    const { embedded, remade } = await start();
    expect(remade.map(({ file }) => file)).toEqual([readModels, consumers]);
    for (const { reason } of remade) expect(reason).toContain("is no regular file");
    const aside = readdirSync(folder).filter((name) => name.startsWith("aside-read-models.sqlite"));
    expect(aside.map((name) => readdirSync(join(folder, name)))).toEqual([["thu.txt"]]);
    await embedded.close();
  });

  it("and a log or secrets that are none are told by name", async () => {
    for (const name of ["events", "secrets"] as const) {
      const file = dataFiles(folder)[name];
      rmSync(file, { force: true });
      execFileSync("mkfifo", [file]);
      const open = async () => (name === "events" ? openEmbedded({ folder }) : openSqliteSecrets({ file }));
      await expect(open()).rejects.toThrow(`${name}.sqlite: không phải tệp thường`);
      rmSync(file);
    }
  });
});
