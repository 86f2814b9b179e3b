import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Document, ReadModelDefinition, Scalar } from "@sogoc/core";
import { createWordIndex, paddedWords, wordIndexSql } from "./read-model-words.ts";

export type SqlValue = string | number | null;

/** Booleans are stored as 1 and 0. */
export const toSql = (value: Scalar | undefined): SqlValue =>
  value === undefined ? null : typeof value === "boolean" ? Number(value) : value;

/**
 * One generation of a read model: a table, its indexes, and the statements that write and read
 * single documents.
 */
export interface ModelTable {
  readonly generation: number;
  readonly definition: ReadModelDefinition;
  readonly table: string;
  put(document: Document): void;
  delete(id: string): void;
  findText(id: string): string | undefined;
}

const NAME = /^[A-Za-z][A-Za-z0-9-]*$/;

const checked = (name: string): string => {
  if (!NAME.test(name)) throw new Error(`"${name}" cannot be the name of a read model or a column.`);
  return name;
};

/** Quoted, and readable for whoever opens the file: `"records-7"`. */
export const tableName = (definition: ReadModelDefinition, generation: number): string =>
  `"${checked(definition.name)}-${generation}"`;

export const columnsOf = (definition: ReadModelDefinition): string[] =>
  Object.keys(definition.columns).filter((column) => column !== "id");

export const columnValue = (document: Document, column: string): SqlValue => {
  // A document's columns are declared beside it, which its type does not know.
  const value = (document as unknown as Record<string, unknown>)[column];
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
    case "undefined":
      return toSql(value);
    default:
      if (value === null) return null;
      throw new Error(`The column ${column} of document ${document.id} is not a plain value.`);
  }
};

/**
 * The table with the one index that writing needs; the others come with `indexTable`, last in a
 * rebuild.
 */
export const createTable = (
  database: DatabaseSync,
  definition: ReadModelDefinition,
  generation: number,
): void => {
  const table = tableName(definition, generation);
  const columns = columnsOf(definition).map(
    (column) => `"${checked(column)}" ${definition.columns[column] === "number" ? "NUMERIC" : "TEXT"},`,
  );
  database.exec(
    `CREATE TABLE ${table} (_row INTEGER PRIMARY KEY, id TEXT NOT NULL, ${columns.join(" ")} _words TEXT, _document TEXT NOT NULL);
     CREATE UNIQUE INDEX "${definition.name}-${generation}-id" ON ${table} (id)`,
  );
};

export const indexTable = (
  database: DatabaseSync,
  definition: ReadModelDefinition,
  generation: number,
): void => {
  const table = tableName(definition, generation);
  for (const [number, columns] of definition.indexes.entries()) {
    // The id at the end makes the index serve the order in which pages are cut.
    const list = [...columns.filter((column) => column !== "id"), "id"].map(
      (column) => `"${checked(column)}"`,
    );
    database.exec(
      `CREATE INDEX "${definition.name}-${generation}-${number}" ON ${table} (${list.join(", ")})`,
    );
  }
  for (const statement of wordIndexSql(definition, generation)) database.exec(statement);
  // Without figures the planner takes the index that gives the order, also where it leads past
  // every row of a unit.
  database.exec(`PRAGMA analysis_limit=1000; ANALYZE ${table}`);
};

export const dropTable = (
  database: DatabaseSync,
  definition: ReadModelDefinition,
  generation: number,
): void => {
  database.exec(
    `DROP TABLE IF EXISTS ${tableName(definition, generation)};
     DROP TABLE IF EXISTS "${definition.name}-${generation}-words"`,
  );
};

/** `searchable` is false while a rebuild writes, since the word index is then built at the end. */
export const openTable = (
  database: DatabaseSync,
  definition: ReadModelDefinition,
  generation: number,
  { searchable }: { readonly searchable: boolean },
): ModelTable => {
  const table = tableName(definition, generation);
  const columns = columnsOf(definition);
  const written = [...columns.map((column) => `"${column}"`), "_words", "_document"];
  const put = database.prepare(
    `INSERT INTO ${table} (id, ${written.join(", ")}) VALUES (${Array(written.length + 1)
      .fill("?")
      .join(", ")})
     ON CONFLICT (id) DO UPDATE SET ${written.map((column) => `${column} = excluded.${column}`).join(", ")}`,
  );
  const remove = database.prepare(`DELETE FROM ${table} WHERE id = ?`);
  const find: StatementSync = database.prepare(`SELECT _document FROM ${table} WHERE id = ?`);
  find.setReturnArrays(true);
  const words =
    searchable && definition.words !== undefined
      ? createWordIndex(database, definition, generation)
      : undefined;
  const write = (document: Document) => {
    const values = columns.map((column) => columnValue(document, column));
    const text = definition.words === undefined ? null : paddedWords(document, definition.words);
    put.run(document.id, ...values, text, JSON.stringify(document));
  };
  return {
    generation,
    definition,
    table,
    put: words ? (document) => words.around(document.id, () => write(document)) : write,
    delete(id) {
      words?.remove(id);
      remove.run(id);
    },
    findText(id) {
      // One text column, as an array.
      const row = find.get(id) as unknown as [string] | undefined;
      return row?.[0];
    },
  };
};
