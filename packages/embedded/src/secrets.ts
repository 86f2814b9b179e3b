import type { Secrets } from "@sogoc/core";
import { inTransaction, openFile } from "./database.ts";
import { engineFaultFrom } from "./engine-fault.ts";

const kind = {
  name: "secrets",
  applicationId: 0x53_47_53_43,
  format: 1,
  schema: "CREATE TABLE secrets (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
};

/**
 * Password hashes, sessions and signing keys in a file of their own, so that the log can be shown
 * without them.
 */
export const openSqliteSecrets = ({ file }: { readonly file: string }): Secrets => {
  const database = openFile({ file, kind, synchronous: "FULL" });
  const select = database.prepare("SELECT value FROM secrets WHERE key = ?");
  const upsert = database.prepare(
    "INSERT INTO secrets (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
  );
  const remove = database.prepare("DELETE FROM secrets WHERE key = ?");
  const range = database.prepare("SELECT key FROM secrets WHERE key >= ? AND key < ? ORDER BY key");

  const run = (work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      throw engineFaultFrom(error);
    }
  };

  const textOf = (key: string): string | undefined => {
    const value = select.get(key)?.["value"];
    return typeof value === "string" ? value : undefined;
  };

  return {
    async find(key) {
      const text = textOf(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    async replace(key, expected, next) {
      return inTransaction(database, () => {
        const wanted = expected === undefined ? undefined : JSON.stringify(expected);
        if (textOf(key) !== wanted) return false;
        upsert.run(key, JSON.stringify(next));
        return true;
      });
    },
    async put(key, value) {
      run(() => upsert.run(key, JSON.stringify(value)));
    },
    async remove(key) {
      run(() => remove.run(key));
    },
    async keys(prefix) {
      return range.all(prefix, `${prefix}\u{10FFFF}`).map((row) => String(row["key"]));
    },
    async close() {
      database.close();
    },
  };
};
