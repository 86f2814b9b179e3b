import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Document, ReadModelDefinition } from "@sogoc/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteReadModels, type SqliteReadModels } from "./read-models.ts";
import { temporaryFolder } from "./temporary-folder.ts";

interface Case extends Document {
  readonly unitId: string;
  readonly day: number;
  readonly bookId: string;
}

const definition: ReadModelDefinition = {
  name: "cases",
  version: 1,
  columns: { unitId: "text", day: "number", bookId: "text" },
  indexes: [["unitId", "day"], ["bookId"]],
};
/** One unit, and books of a hundred cases. */
const casesOf = (count: number): Case[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `case-${index}`,
    unitId: "unit-1",
    day: (index * 7) % count,
    bookId: `book-${Math.floor(index / 100)}`,
  }));

let folder: string;
let file: string;
let remove: () => void;
let readModels: SqliteReadModels;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
  file = join(folder, "read-models.sqlite");
  readModels = openSqliteReadModels({ file });
});
afterEach(async () => {
  await readModels.close();
  remove();
});

const changes = (puts: readonly Case[]) => ({ lane: "log", position: puts.length, puts, deletes: [] });
const planOf = (generation: number): string => {
  const database = new DatabaseSync(file, { readOnly: true });
  const sql = `EXPLAIN QUERY PLAN SELECT _document FROM "cases-${generation}" WHERE unitId = ? AND bookId = ? ORDER BY day LIMIT 50`;
  const plan = database.prepare(sql).all("unit-1", "book-3");
  database.close();
  return plan.map(({ detail }) => String(detail)).join("; ");
};

describe("a query by something rare in the order of something common", () => {
  it("goes by what is rare, after a rebuild", async () => {
    await readModels.open<Case>(definition);
    const rebuild = await readModels.rebuild<Case>(definition);
    await rebuild.commit(changes(casesOf(5_000)));
    await rebuild.swap();
    expect(planOf(2)).toContain("(bookId=?)");
  });

  it("goes by what is rare in a table that began empty and has grown", async () => {
    const model = await readModels.open<Case>(definition);
    await model.query({ where: { bookId: "book-3" }, limit: 1 });
    await model.commit(changes(casesOf(20_000)));
    expect(planOf(1)).toContain("(bookId=?)");
  });
});
