import type { DatabaseSync } from "node:sqlite";
import type { ReadModelDefinition } from "@sogoc/core";
import { type FileKind, inTransaction, readPragma } from "./database.ts";
import { createTable, dropTable, indexTable, type ModelTable, openTable } from "./read-model-table.ts";

/** KiB; sorting for an index takes as much memory as the cache may, on top of the cache. */
const SORTING_CACHE_KIB = 16_384;

/**
 * Sorting a million rows reads and writes in order, where a large cache gains nothing and costs its
 * size twice.
 */
const withSmallCache = (database: DatabaseSync, work: () => void): void => {
  const before = readPragma(database, "cache_size");
  database.exec(`PRAGMA cache_size=-${SORTING_CACHE_KIB}`);
  try {
    work();
  } finally {
    database.exec(`PRAGMA cache_size=${before}`);
  }
};

export const readModelFile: FileKind = {
  name: "Sổ Gốc read-model",
  applicationId: 0x5347524d,
  format: 1,
  schema: `
    CREATE TABLE models (
      generation INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      version INTEGER NOT NULL,
      definition TEXT NOT NULL,
      live INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX one_live_model ON models (name) WHERE live;
    CREATE TABLE checkpoints (
      generation INTEGER NOT NULL,
      lane TEXT NOT NULL,
      position INTEGER NOT NULL,
      PRIMARY KEY (generation, lane)
    ) STRICT, WITHOUT ROWID`,
};

// Written by this file from a definition.
const parseDefinition = (text: unknown) => JSON.parse(String(text)) as ReadModelDefinition;

/** Throws where a definition differs from the stored one of its version. */
const requireSameDefinition = (
  row: Readonly<Record<string, unknown>>,
  definition: ReadModelDefinition,
): void => {
  const { name, version } = definition;
  if (Number(row["version"]) !== version || row["definition"] === JSON.stringify(definition)) return;
  throw new Error(`The read model ${name} has changed: raise its version above ${version}.`);
};

/** Makes and drops the tables of generations, with what the file says of them. */
const createGenerations = (database: DatabaseSync) => {
  const insert = database.prepare("INSERT INTO models (name, version, definition, live) VALUES (?, ?, ?, ?)");

  const register = (definition: ReadModelDefinition, isLive: boolean): number => {
    const { name, version } = definition;
    const generation = Number(
      insert.run(name, version, JSON.stringify(definition), Number(isLive)).lastInsertRowid,
    );
    createTable(database, definition, generation);
    return generation;
  };

  const drop = (definition: ReadModelDefinition, generation: number): void =>
    inTransaction(database, () => {
      dropTable(database, definition, generation);
      database.prepare("DELETE FROM checkpoints WHERE generation = ?").run(generation);
      database.prepare("DELETE FROM models WHERE generation = ?").run(generation);
    });

  const makeLive = (name: string, generation: number): void =>
    inTransaction(database, () => {
      database.prepare("UPDATE models SET live = 0 WHERE name = ? AND live").run(name);
      database.prepare("UPDATE models SET live = 1 WHERE generation = ?").run(generation);
    });

  return { register, drop, makeLive };
};

/** How far each generation came in each lane. */
const createCheckpoints = (database: DatabaseSync) => {
  const find = database.prepare("SELECT position FROM checkpoints WHERE generation = ? AND lane = ?");
  const save = database.prepare("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)");
  return {
    checkpoint: (generation: number, lane: string): number =>
      Number(find.get(generation, lane)?.["position"] ?? 0),
    saveCheckpoint: (generation: number, lane: string, position: number): void =>
      void save.run(generation, lane, position),
  };
};

/**
 * Which generation of each model is live, how far it came, and how one takes the place of another.
 */
export const createRegistry = (database: DatabaseSync) => {
  const live = new Map<string, ModelTable>();
  const findLive = database.prepare(
    "SELECT generation, version, definition FROM models WHERE name = ? AND live",
  );

  const { register, drop, makeLive } = createGenerations(database);

  // A rebuild that the end of the process cut off, and what a swap had no time to drop.
  for (const row of database.prepare("SELECT generation, definition FROM models WHERE NOT live").all()) {
    drop(parseDefinition(row["definition"]), Number(row["generation"]));
  }

  return {
    /** Throws where a table that should be there is not, or is not as its definition says. */
    checkTables(): void {
      for (const row of database.prepare("SELECT generation, definition FROM models WHERE live").all())
        openTable(database, parseDefinition(row["definition"]), Number(row["generation"]), {
          searchable: true,
        });
    },
    liveVersion(name: string): number | undefined {
      const row = findLive.get(name);
      return row && Number(row["version"]);
    },
    /**
     * The live table, made when there is none. One of another version is given as it is until it is
     * rebuilt.
     */
    openLive(definition: ReadModelDefinition): ModelTable {
      const known = live.get(definition.name);
      if (known) return known;
      const row = findLive.get(definition.name);
      if (row) requireSameDefinition(row, definition);
      const stored = row ? parseDefinition(row["definition"]) : definition;
      const generation = row
        ? Number(row["generation"])
        : inTransaction(database, () => {
            const made = register(definition, true);
            indexTable(database, definition, made);
            return made;
          });
      const table = openTable(database, stored, generation, { searchable: true });
      live.set(definition.name, table);
      return table;
    },
    openShadow(definition: ReadModelDefinition): ModelTable {
      const generation = inTransaction(database, () => register(definition, false));
      return openTable(database, definition, generation, { searchable: false });
    },
    /** `beforeDrop` lets go of statements on the table that is about to vanish. */
    swap(definition: ReadModelDefinition, generation: number, beforeDrop: () => void): void {
      const { name } = definition;
      withSmallCache(database, () =>
        inTransaction(database, () => indexTable(database, definition, generation)),
      );
      const old = findLive.get(name);
      makeLive(name, generation);
      live.set(name, openTable(database, definition, generation, { searchable: true }));
      beforeDrop();
      if (old) drop(parseDefinition(old["definition"]), Number(old["generation"]));
      database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    },
    drop,
    forgetAfter(head: number): void {
      const ahead = database.prepare(
        "SELECT generation, name, definition FROM models WHERE generation IN (SELECT generation FROM checkpoints WHERE position > ?)",
      );
      for (const row of ahead.all(head)) {
        live.delete(String(row["name"]));
        drop(parseDefinition(row["definition"]), Number(row["generation"]));
      }
    },
    ...createCheckpoints(database),
  };
};
