import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { openForReading, openUnchanged } from "./open-for-reading.ts";
import { requireRegular } from "./regular-files.ts";

/**
 * Asks a database file one thing and leaves nothing beside it: without a write-ahead log, SQLite is
 * told that nobody changes the file and makes none. Throws what SQLite says, and `NoRegularFile`.
 */
export const readUntouched = <Result>(file: string, ask: (database: DatabaseSync) => Result): Result => {
  requireRegular(file);
  const database = existsSync(`${file}-wal`) ? openForReading(file) : openUnchanged(file);
  try {
    return ask(database);
  } finally {
    database.close();
  }
};
