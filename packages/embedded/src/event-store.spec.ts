import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { NO_STREAM } from "@sogoc/core";
import { newEvent, newEvents } from "@sogoc/core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkSqliteVersion } from "./database.ts";
import { openSqliteEventStore } from "./event-store.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { WrittenByAnother } from "./writer-lock.ts";

let file: string;
let remove: () => void;
beforeEach(() => {
  const made = temporaryFolder();
  remove = made.remove;
  file = join(made.folder, "events.sqlite");
});
afterEach(() => remove());

const withFile = (work: (database: DatabaseSync) => void) => {
  const database = new DatabaseSync(file);
  try {
    work(database);
  } finally {
    database.close();
  }
};

describe("the SQLite event store", () => {
  it("keeps everything over a restart and goes on counting", async () => {
    const first = openSqliteEventStore({ file });
    await first.append("book-1", NO_STREAM, newEvents("a", 3));
    const before = await first.readAll({ after: 0, limit: 10 });
    await first.close();
    const second = openSqliteEventStore({ file });
    expect(await second.readAll({ after: 0, limit: 10 })).toEqual(before);
    expect(await second.append("book-1", NO_STREAM, newEvents("a", 3))).toEqual({
      ok: true,
      revision: 2,
      position: 3,
    });
    expect(await second.append("book-1", 2, newEvents("b", 1))).toEqual({
      ok: true,
      revision: 3,
      position: 4,
    });
    await second.close();
  });

  it("lets one failing append of a group harm none of the others, and leaves no gap", async () => {
    const store = openSqliteEventStore({ file });
    await store.append("book-2", NO_STREAM, newEvents("x", 1));
    const results = await Promise.allSettled([
      store.append("book-1", NO_STREAM, newEvents("a", 2)),
      // Its second id is in the stream already, its first is not: refused by the table.
      store.append("book-2", 0, [newEvent("y"), newEvent("x-0"), newEvent("z")]),
      store.append("book-2", 5, newEvents("w", 1)),
      store.append("book-3", NO_STREAM, [newEvent("p"), newEvent("p")]),
      store.append("book-3", NO_STREAM, newEvents("q", 2)),
      store.append("book-1", 1, newEvents("b", 1)),
    ]);
    expect(results.map((result) => (result.status === "fulfilled" ? result.value : "rejected"))).toEqual([
      { ok: true, revision: 1, position: 3 },
      "rejected",
      { ok: false, reason: "wrong-revision", actual: 0 },
      "rejected",
      { ok: true, revision: 1, position: 5 },
      { ok: true, revision: 2, position: 6 },
    ]);
    const { events } = await store.readAll({ after: 0, limit: 10 });
    expect(events.map((event) => `${event.position} ${event.stream} ${event.id}`)).toEqual([
      "1 book-2 x-0",
      "2 book-1 a-0",
      "3 book-1 a-1",
      "4 book-3 q-0",
      "5 book-3 q-1",
      "6 book-1 b-0",
    ]);
    await store.close();
  });

  it("writes the appends of one turn in one transaction, and tells of them at once", async () => {
    const store = openSqliteEventStore({ file });
    const groups: number[] = [];
    store.onCommitted((events) => groups.push(events.length));
    await Promise.all(
      Array.from({ length: 64 }, (_, index) => store.append(`book-${index}`, NO_STREAM, newEvents("a", 1))),
    );
    expect(groups).toEqual([64]);
    await store.close();
  });

  it("rejects a whole group when the commit fails, and goes on as if it had not been", async () => {
    const store = openSqliteEventStore({ file });
    await store.append("book-1", NO_STREAM, newEvents("a", 1));
    withFile((database) => {
      database.exec(
        "CREATE TRIGGER full BEFORE INSERT ON events WHEN new.type = 'Full' BEGIN SELECT RAISE(ROLLBACK, 'disk is full'); END",
      );
    });
    const results = await Promise.allSettled([
      store.append("book-2", NO_STREAM, newEvents("b", 1)),
      store.append("book-3", NO_STREAM, newEvents("c", 1, "Full")),
      store.append("book-4", NO_STREAM, newEvents("d", 1)),
    ]);
    expect(results.map((result) => result.status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(await store.head()).toBe(1);
    expect(await store.append("book-2", NO_STREAM, newEvents("b", 1))).toEqual({
      ok: true,
      revision: 0,
      position: 2,
    });
    await store.close();
  });

  it("gives listeners events as they are stored, whatever the caller does to their own", async () => {
    const store = openSqliteEventStore({ file });
    const heard: unknown[] = [];
    store.onCommitted((events) => heard.push(...events));
    const data = { note: "trước", gone: undefined, day: new Date(0) };
    const event = { ...newEvent("a"), data };
    const appended = store.append("book-1", NO_STREAM, [event]);
    data.note = "sau";
    await appended;
    expect(heard).toEqual(await store.readStream("book-1"));
    expect(heard[0]).toMatchObject({ data: { note: "trước", day: "1970-01-01T00:00:00.000Z" } });
    await store.close();
  });

  it("never lets a row be changed or deleted", async () => {
    const store = openSqliteEventStore({ file });
    await store.append("book-1", NO_STREAM, newEvents("a", 2));
    await store.close();
    withFile((database) => {
      expect(() => database.exec("UPDATE events SET data = '{}'")).toThrow("never changed");
      expect(() => database.exec("DELETE FROM events")).toThrow("never deleted");
    });
  });

  it("has one writer: not a second one here, nor in another process, but readers", async () => {
    const store = openSqliteEventStore({ file });
    expect(() => openSqliteEventStore({ file })).toThrow("already open for writing");
    const script = `import("${new URL("./event-store.ts", import.meta.url).href}").then(({ openSqliteEventStore }) => openSqliteEventStore({ file: ${JSON.stringify(file)} }))`;
    const other = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
    expect(other.stderr).toContain("already open for writing");
    const reader = openSqliteEventStore({ file, readOnly: true });
    await store.append("book-1", NO_STREAM, newEvents("a", 2));
    expect(await reader.head()).toBe(2);
    expect(await reader.readStream("book-1")).toHaveLength(2);
    await expect(reader.append("book-1", 1, newEvents("b", 1))).rejects.toThrow("reading only");
    await reader.close();
    await store.close();
    await openSqliteEventStore({ file }).close();
  });

  // Windows keeps a file that is open from being removed.
  it.skipIf(process.platform === "win32")(
    "writes no more once another has written, whose lock somebody removed, and says so",
    async () => {
      const store = openSqliteEventStore({ file });
      await store.append("book-1", NO_STREAM, newEvents("a", 1));
      rmSync(`${file}-lock`);
      const other = openSqliteEventStore({ file });
      await other.append("book-2", NO_STREAM, newEvents("b", 1));
      await expect(store.append("book-1", 0, newEvents("c", 1))).rejects.toThrow(WrittenByAnother);
      await expect(store.head()).rejects.toThrow("another program has written");
      await other.append("book-2", 0, newEvents("d", 1));
      const { events } = await other.readAll({ after: 0, limit: 9 });
      expect(events.map(({ id }) => id)).toEqual(["a-0", "b-0", "d-0"]);
      await Promise.all([store.close(), other.close()]);
    },
  );

  it("writes what still waits when it is closed, and refuses what comes later", async () => {
    const store = openSqliteEventStore({ file });
    const waiting = store.append("book-1", NO_STREAM, newEvents("a", 1));
    await store.close();
    expect(await waiting).toEqual({ ok: true, revision: 0, position: 1 });
    await expect(store.append("book-1", 0, newEvents("b", 1))).rejects.toThrow("closed");
  });

  it("opens neither a newer format nor another kind of file", async () => {
    await openSqliteEventStore({ file }).close();
    withFile((database) => database.exec("PRAGMA user_version = 99"));
    expect(() => openSqliteEventStore({ file })).toThrow("format 99");
    withFile((database) => database.exec("PRAGMA user_version = 1; PRAGMA application_id = 7"));
    expect(() => openSqliteEventStore({ file })).toThrow("is not a");
    withFile((database) => database.exec("PRAGMA application_id = 0"));
    expect(() => openSqliteEventStore({ file })).toThrow("is not a");
  });

  it("wants an SQLite that is new enough", () => {
    expect(() => checkSqliteVersion("3.51.2")).toThrow("3.51.3");
    expect(() => checkSqliteVersion("3.9.9")).toThrow("Node 24");
    checkSqliteVersion("3.51.3");
    checkSqliteVersion("3.100.0");
    checkSqliteVersion("4.0.0");
  });
});
