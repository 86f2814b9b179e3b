import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { requireRegular } from "./regular-files.ts";

/**
 * Asks a database file one thing and leaves nothing beside it: without a write-ahead log, SQLite is
 * told that nobody changes the file and makes none. Throws what SQLite says, and `NoRegularFile`.
 */
export const readUntouched = <Result>(file: string, ask: (database: DatabaseSync) => Result): Result => {
  requireRegular(file);
  const url = pathToFileURL(file);
  if (!existsSync(`${file}-wal`)) url.searchParams.set("immutable", "1");
  const database = new DatabaseSync(url, { readOnly: true, timeout: 5_000 });
  try {
    return ask(database);
  } finally {
    database.close();
  }
};
