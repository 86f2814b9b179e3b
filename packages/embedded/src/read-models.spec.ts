import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  type AnyDocument,
  createInMemoryReadModels,
  type Query,
  type ReadModelDefinition,
  type Where,
} from "@sogoc/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteReadModels } from "./read-models.ts";
import { temporaryFolder } from "./temporary-folder.ts";

let file: string;
let remove: () => void;
beforeEach(() => {
  const made = temporaryFolder();
  remove = made.remove;
  file = join(made.folder, "read-models.sqlite");
});
afterEach(() => remove());

interface Person {
  readonly id: string;
  readonly unitId: string;
  readonly year: number;
  readonly folded: string;
}

const people: ReadModelDefinition = {
  name: "people",
  version: 1,
  columns: { unitId: "text", year: "number" },
  indexes: [["unitId"], ["year"]],
  words: "folded",
};

/** So many that common words are found by walking and rare ones through the word index. */
const crowd = (count: number): Person[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `p${(index * 7919) % count}`,
    unitId: `unit ${index % 40}`,
    year: 2006 + (index % 10),
    folded: `${index % 3 ? "nguyen" : "tran"} ${index % 2 ? "van" : "thi"} ${index % 500 === 0 ? "khiem" : index % 5 ? "an" : "anh"}`,
  }));

describe("the SQLite read models", () => {
  it("answer word searches alike by every way of finding", async () => {
    const readModels = openSqliteReadModels({ file });
    const definition = { ...people, version: 2 };
    const documents = crowd(9_000);
    const rebuild = await readModels.rebuild<Person>(definition);
    await rebuild.commit({ lane: "log", position: 1, puts: documents, deletes: [] });
    await rebuild.swap();
    const model = await readModels.open<Person>(definition);
    const oracle = await createInMemoryReadModels().open<Person>(definition);
    await oracle.commit({ lane: "log", position: 1, puts: documents, deletes: [] });
    const units = (count: number) => ({ in: Array.from({ length: count }, (_, index) => `unit ${index}`) });
    const wheres: Where<Person>[] = [
      {},
      { unitId: "unit 7" },
      { unitId: units(3) },
      { unitId: units(38) },
      { unitId: units(20), year: 2009 },
    ];
    const orders: NonNullable<Query<Person>["orderBy"]>[] = [
      [],
      [{ column: "year", descending: true }],
      [{ column: "unitId" }, { column: "year" }],
    ];
    for (const words of ["nguyen van a", "nguyen", "khiem thi", "tran van anh", "nguyen van khiem", "le"]) {
      for (const where of wheres) {
        for (const orderBy of orders) {
          const query = { words, where, orderBy, limit: 20 };
          const [first, expected] = await Promise.all([model.query(query), oracle.query(query)]);
          expect(first.items).toEqual(expected.items);
          expect(first.next === undefined).toBe(expected.next === undefined);
          if (first.next === undefined || expected.next === undefined) continue;
          const second = await model.query({ ...query, after: first.next });
          expect(second.items).toEqual((await oracle.query({ ...query, after: expected.next })).items);
        }
      }
    }
    await readModels.close();
  });

  it("keep a rebuild in step with its buffer, beyond what that holds", async () => {
    const readModels = openSqliteReadModels({ file });
    const rebuild = await readModels.rebuild<Person>(people);
    const documents = crowd(12_000);
    for (let at = 0; at < documents.length; at += 1_000) {
      await rebuild.commit({
        lane: "log",
        position: at + 1_000,
        puts: documents.slice(at, at + 1_000),
        deletes: [],
      });
    }
    const [first, second, third] = documents;
    if (!first || !second || !third) throw new Error("The crowd is empty.");
    expect((await rebuild.findMany([first.id, "nobody"])).get(first.id)).toEqual(first);
    await rebuild.commit({
      lane: "log",
      position: 13_000,
      puts: [{ ...second, year: 1 }],
      deletes: [first.id],
    });
    expect(await rebuild.findMany([first.id, second.id])).toEqual(
      new Map([[second.id, { ...second, year: 1 }]]),
    );
    await rebuild.swap();
    const model = await readModels.open<Person>(people);
    expect(await model.count()).toBe(11_999);
    expect(await model.findMany([first.id, second.id, third.id])).toEqual(
      new Map([
        [second.id, { ...second, year: 1 }],
        [third.id, third],
      ]),
    );
    await readModels.close();
  });

  it("refuse a definition that changed under the same version, and columns that do not exist", async () => {
    const readModels = openSqliteReadModels({ file });
    const model = await readModels.open<Person>(people);
    await expect(model.query({ where: { folded: "x" }, limit: 1 })).rejects.toThrow("no column folded");
    const unknown = await readModels.open<AnyDocument>(people);
    await expect(unknown.query({ orderBy: [{ column: 'id"; DROP' }], limit: 1 })).rejects.toThrow(
      "no column",
    );
    await readModels.close();
    const again = openSqliteReadModels({ file });
    await expect(again.open({ ...people, indexes: [] })).rejects.toThrow("raise its version");
    await again.close();
  });

  it("forget what is ahead of the log", async () => {
    const readModels = openSqliteReadModels({ file });
    const [model, other] = [
      await readModels.open<Person>(people),
      await readModels.open<Person>({ ...people, name: "others" }),
    ];
    await model.commit({ lane: "log", position: 9, puts: crowd(1), deletes: [] });
    await other.commit({ lane: "log", position: 5, puts: crowd(1), deletes: [] });
    await readModels.forgetAfter(5);
    expect(await model.checkpoint("log")).toBe(0);
    expect(await model.count()).toBe(0);
    expect(await other.count()).toBe(1);
    await readModels.close();
  });

  it("leave no tables of a generation that was replaced or abandoned", async () => {
    const readModels = openSqliteReadModels({ file });
    await readModels.open<Person>(people);
    await (await readModels.rebuild<Person>({ ...people, version: 2 })).swap();
    await (await readModels.rebuild<Person>({ ...people, version: 3 })).abandon();
    await readModels.close();
    const database = new DatabaseSync(file);
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'people-%' AND type = 'table'")
      .all();
    expect(new Set(tables.map((row) => String(row["name"]).split("-").slice(0, 2).join("-")))).toEqual(
      new Set(["people-2"]),
    );
    expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
    database.close();
  });
});
