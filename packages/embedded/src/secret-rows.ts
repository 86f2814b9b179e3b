import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";

/**
 * Of a secret's name and value: a bit that flips on the disk is told, also where what is left is
 * JSON.
 */
export const sumOf = (key: string, value: string): string =>
  createHash("sha256").update(`${key}\0${value}`).digest("hex");

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** A row as it lies there; one of an earlier program has no sum. */
export type SecretRow = Readonly<Record<string, unknown>>;

/** Whether a secret is as it was written, as far as that can be told. */
export const isWhole = ({ key, value, sum }: SecretRow): boolean => {
  if (typeof key !== "string" || typeof value !== "string" || !isJson(value)) return false;
  return typeof sum === "string" ? sum === sumOf(key, value) : (sum ?? null) === null;
};

/** Gives the rows of an earlier program their sums; what is damaged gets none, and stays so. */
export const addSums = (database: DatabaseSync): void => {
  const columns = database.prepare("PRAGMA table_info(secrets)").all();
  if (!columns.some(({ name }) => name === "sum")) database.exec("ALTER TABLE secrets ADD COLUMN sum TEXT");
  const update = database.prepare("UPDATE secrets SET sum = ? WHERE key = ?");
  for (const row of database.prepare("SELECT key, value, sum FROM secrets WHERE sum IS NULL").all())
    if (isWhole(row)) update.run(sumOf(String(row["key"]), String(row["value"])), String(row["key"]));
};

/** Names of all secrets, and of those that are not whole. Throws what SQLite says of the file. */
export const readNames = (database: DatabaseSync) => {
  const names = new Set<string>();
  const unreadable: string[] = [];
  for (const row of database.prepare("SELECT * FROM secrets ORDER BY key").iterate()) {
    const key = String(row["key"]);
    names.add(key);
    if (!isWhole(row)) unreadable.push(key);
  }
  return { names, unreadable };
};
