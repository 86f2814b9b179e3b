import { DamagedSecret, type Secrets } from "@sogoc/core";
import { inTransaction, openFile, orClose } from "./database.ts";
import { engineFaultFrom } from "./engine-fault.ts";
import { addSums, isWhole, sumOf } from "./secret-rows.ts";

const kind = {
  name: "secrets",
  applicationId: 0x53_47_53_43,
  format: 1,
  schema: "CREATE TABLE secrets (key TEXT PRIMARY KEY, value TEXT NOT NULL, sum TEXT) STRICT, WITHOUT ROWID",
};

/**
 * Password hashes, sessions and signing keys in a file of their own, so that the log can be shown
 * without them.
 */
export const openSqliteSecrets = ({ file }: { readonly file: string }): Secrets => {
  const database = openFile({ file, kind, synchronous: "FULL" });
  orClose(database, () => inTransaction(database, () => addSums(database)));
  const select = database.prepare("SELECT key, value, sum FROM secrets WHERE key = ?");
  const upsert = database.prepare(
    "INSERT INTO secrets (key, value, sum) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, sum = excluded.sum",
  );
  const remove = database.prepare("DELETE FROM secrets WHERE key = ?");
  const range = database.prepare("SELECT key FROM secrets WHERE key >= ? AND key < ? ORDER BY key");

  const run = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw engineFaultFrom(error, file);
    }
  };

  const textOf = (key: string): string | undefined => {
    const value = select.get(key)?.["value"];
    return typeof value === "string" ? value : undefined;
  };

  const write = (key: string, value: unknown): void => {
    const text = JSON.stringify(value);
    upsert.run(key, text, sumOf(key, text));
  };

  return {
    async find(key) {
      const row = run(() => select.get(key));
      if (row === undefined) return undefined;
      if (!isWhole(row)) throw new DamagedSecret(key);
      return JSON.parse(String(row["value"]));
    },
    async replace(key, expected, next) {
      return inTransaction(database, () => {
        const wanted = expected === undefined ? undefined : JSON.stringify(expected);
        if (textOf(key) !== wanted) return false;
        write(key, next);
        return true;
      });
    },
    async put(key, value) {
      run(() => write(key, value));
    },
    async remove(key) {
      run(() => void remove.run(key));
    },
    async keys(prefix) {
      return run(() => range.all(prefix, `${prefix}\u{10FFFF}`)).map((row) => String(row["key"]));
    },
    async close() {
      database.close();
    },
  };
};
