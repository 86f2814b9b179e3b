import type { DatabaseSync } from "node:sqlite";
import { dataFiles } from "./data-files.ts";
import { openUnchanged } from "./open-for-reading.ts";
import { readUntouched } from "./read-untouched.ts";
import { isWhole } from "./secret-rows.ts";

const valueIn = (database: DatabaseSync, key: string): unknown => {
  const row = database.prepare("SELECT * FROM secrets WHERE key = ?").get(key);
  return row && isWhole(row) ? JSON.parse(String(row["value"])) : undefined;
};

/**
 * One secret of a folder that is not opened, also while its disk takes nothing at all: without a
 * place for SQLite to work in, what was written last is left out. Undefined where it is not there
 * or not what was written. Throws where the file cannot be read.
 */
export const findKeptSecret = (folder: string, key: string): unknown => {
  const { secrets } = dataFiles(folder);
  try {
    return readUntouched(secrets, (database) => valueIn(database, key));
  } catch {
    const database = openUnchanged(secrets);
    try {
      return valueIn(database, key);
    } finally {
      database.close();
    }
  }
};
