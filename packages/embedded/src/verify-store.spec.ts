import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { GENESIS_HASH, LOG_START, type LogMark, linkEvent, markAfter, type RecordedEvent } from "@sogoc/core";
import { newEvent } from "@sogoc/core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteEventStore } from "./event-store.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { verifyStore } from "./verify-store.ts";

let folder: string;
let remove: () => void;
let file: string;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
  file = join(folder, "events.sqlite");
});
afterEach(() => remove());

/** 60 events in 6 streams, checkpointed into the one file. */
const fill = async (): Promise<readonly RecordedEvent[]> => {
  const store = openSqliteEventStore({ file });
  const last = new Map<string, string>();
  for (let index = 0; index < 60; index++) {
    const stream = `book-${index % 6}`;
    const revision = Math.floor(index / 6);
    const data = {
      number: `${index}/2010`,
      hoTen: "Nguyễn Thị Ánh",
      note: `ghi chú ${index} `.repeat(1 + (index % 50)),
    };
    const event = newEvent(`id-${index}`, {
      stream,
      revision,
      data,
      previousHash: last.get(stream) ?? GENESIS_HASH,
    });
    await store.append(stream, revision - 1, [event]);
    last.set(stream, event.metadata.hash);
  }
  const { events } = await store.readAll({ after: 0, limit: 100 });
  await store.close();
  return events;
};

const readTolerantly = async (path: string): Promise<readonly RecordedEvent[] | undefined> => {
  try {
    const store = openSqliteEventStore({ file: path, readOnly: true });
    const { events } = await store.readAll({ after: 0, limit: 100 });
    await store.close();
    return events;
  } catch {
    return undefined;
  }
};

const tamper = (...statements: readonly string[]) => {
  const database = new DatabaseSync(file);
  database.exec("DROP TRIGGER events_never_change; DROP TRIGGER events_never_go");
  for (const statement of statements) database.exec(statement);
  database.close();
};

describe("verifyStore", () => {
  it("finds nothing wrong with a sound store, and tells how far it is", async () => {
    const events = await fill();
    const progress: number[] = [];
    const verdict = await verifyStore({ file, onProgress: ({ events }) => progress.push(events) });
    const head = events.reduce(markAfter, LOG_START);
    expect(verdict).toEqual({
      events: 60,
      streams: 6,
      broken: [],
      integrity: [],
      head,
      markHolds: undefined,
    });
    expect(progress).toContain(60);
  });

  it("finds nothing in an empty store, and says when there is none", async () => {
    await openSqliteEventStore({ file }).close();
    expect(await verifyStore({ file, mark: LOG_START })).toEqual({
      events: 0,
      streams: 0,
      broken: [],
      integrity: [],
      head: LOG_START,
      markHolds: true,
    });
    expect((await verifyStore({ file: join(folder, "nothing.sqlite") })).integrity).toHaveLength(1);
  });

  it("names the event that was changed, taken out, renamed or made unreadable by somebody with the file", async () => {
    const events = await fill();
    const named = async () => (await verifyStore({ file })).broken[0];
    const pristine = readFileSync(file);
    const cases: readonly (readonly [string, number, string])[] = [
      ["UPDATE events SET data = replace(data, 'Ánh', 'Anh') WHERE position = 20", 20, "hash-mismatch"],
      ["UPDATE events SET type = 'LeafTorn' WHERE position = 7", 7, "hash-mismatch"],
      ["UPDATE events SET data = '{' WHERE position = 33", 33, "unreadable"],
      ["UPDATE events SET metadata = '7' WHERE position = 33", 33, "unreadable"],
      ["DELETE FROM events WHERE position = 12", 13, "position-gap"],
      ["UPDATE events SET stream = 'book-9' WHERE position = 55", 55, "revision-gap"],
    ];
    for (const [statement, position, fault] of cases) {
      writeFileSync(file, pristine);
      tamper(statement);
      expect(await named()).toMatchObject({ position, fault, id: events[position - 1]?.id });
    }
  });

  it("holds a mark against the log: its end cut off, or a whole stream written anew with sound hashes", async () => {
    const events = await fill();
    const { head } = await verifyStore({ file });
    const holds = async (mark: LogMark) => (await verifyStore({ file, mark })).markHolds;
    const early = events.slice(0, 30).reduce(markAfter, LOG_START);
    expect([await holds(head), await holds(early)]).toEqual([true, true]);
    expect(await holds({ ...early, position: 31 })).toBe(false);
    const last = events.at(-1);
    if (!last) throw new Error("no event");
    const { hash: _, ...metadata } = last.metadata;
    const forged = linkEvent({ ...last, data: { note: "sửa" }, metadata }, { ...last, ...metadata });
    tamper(
      `UPDATE events SET data = '${JSON.stringify(forged.data)}', metadata = '${JSON.stringify(forged.metadata)}' WHERE position = 60`,
    );
    expect((await verifyStore({ file, mark: head })).broken).toEqual([]);
    expect([await holds(head), await holds(early)]).toEqual([false, true]);
    const database = new DatabaseSync(file);
    database.exec("DELETE FROM events WHERE position > 40");
    database.close();
    expect((await verifyStore({ file, mark: head })).broken).toEqual([]);
    expect([await holds(head), await holds(early)]).toEqual([false, true]);
  });

  it("sees that the triggers are gone", async () => {
    await fill();
    tamper();
    expect(await verifyStore({ file })).toMatchObject({
      broken: [],
      integrity: [expect.stringContaining("triggers")],
    });
  });

  it("finds one flipped bit anywhere, or what is stored has not changed", async () => {
    const events = await fill();
    const pristine = readFileSync(file);
    /** Where each event's texts lie in the file. */
    const places = events.flatMap((event) =>
      [JSON.stringify(event.data), JSON.stringify(event.metadata)].flatMap((text) => {
        const start = pristine.indexOf(text);
        expect(start).toBeGreaterThan(0);
        // A page that was split keeps stale copies of rows in its unused part: then it is not clear
        // which one counts.
        if (pristine.lastIndexOf(text) !== start) return [];
        return [{ event, start, end: start + Buffer.byteLength(text) }];
      }),
    );
    expect(places.length).toBeGreaterThan(60);
    let random = 158;
    const below = (bound: number): number => {
      random = (random * 48_271) % 2_147_483_647;
      return random % bound;
    };
    const flipped = join(folder, "flipped.sqlite");
    let inside = 0;
    let unchanged = 0;
    for (let seed = 0; seed < 240; seed++) {
      // Half of them anywhere, a quarter in the header and the schema, a quarter in events.
      const place = places[below(places.length)] ?? { start: 0, end: 1 };
      const at =
        seed % 4 === 0
          ? below(8_192)
          : seed % 4 === 1
            ? place.start + below(place.end - place.start)
            : below(pristine.length);
      const bytes = Buffer.from(pristine);
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << below(8)), at);
      writeFileSync(flipped, bytes);
      const verdict = await verifyStore({ file: flipped });
      const hit = places.find(({ start, end }) => at >= start && at < end);
      if (hit) {
        inside++;
        expect(verdict.broken[0], `byte ${at}`).toMatchObject({
          position: hit.event.position,
          id: hit.event.id,
        });
      }
      if (verdict.broken.length + verdict.integrity.length === 0) {
        unchanged++;
        expect(await readTolerantly(flipped), `byte ${at}`).toEqual(events);
      }
    }
    expect(inside).toBeGreaterThan(60);
    expect(unchanged).toBeGreaterThan(0);
  });
});
