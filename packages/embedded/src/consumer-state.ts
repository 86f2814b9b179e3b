import type { DatabaseSync } from "node:sqlite";
import type { ConsumerState, ParkedPlace } from "@sogoc/core";
import { type FileKind, inTransaction, openFile, orClose } from "./database.ts";
import { engineFaultFrom } from "./engine-fault.ts";

const consumerFile: FileKind = {
  name: "Sổ Gốc consumer",
  applicationId: 0x53474353,
  format: 1,
  schema: `
    CREATE TABLE checkpoints (consumer TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE parked (
      consumer TEXT NOT NULL,
      position INTEGER NOT NULL,
      stream TEXT NOT NULL,
      reason TEXT NOT NULL,
      at TEXT NOT NULL,
      PRIMARY KEY (consumer, position)
    ) STRICT, WITHOUT ROWID`,
};

export interface SqliteConsumerState extends ConsumerState {
  /** Takes back every checkpoint beyond `head`: what was handled there is no longer in the log. */
  forgetAfter(head: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * What is asked and told goes to the disk: where that has no room, it says so as every engine does.
 */
const attempting =
  (file: string) =>
  async <Result>(work: () => Result): Promise<Result> => {
    try {
      return work();
    } catch (error) {
      throw engineFaultFrom(error, file);
    }
  };

const prepareAll = (database: DatabaseSync) => ({
  find: database.prepare("SELECT position FROM checkpoints WHERE consumer = ?"),
  save: database.prepare("INSERT OR REPLACE INTO checkpoints VALUES (?, ?)"),
  park: database.prepare("INSERT OR REPLACE INTO parked VALUES (?, ?, ?, ?, ?)"),
  unpark: database.prepare("DELETE FROM parked WHERE consumer = ? AND position = ?"),
  list: database.prepare(
    "SELECT consumer, position, stream, reason, at FROM parked WHERE ?1 IS NULL OR consumer = ?1 ORDER BY position, consumer",
  ),
});

/** Checkpoints and parked places of consumers whose documents are not read models. */
export const openSqliteConsumerState = ({ file }: { readonly file: string }): SqliteConsumerState => {
  const database = openFile({ file, kind: consumerFile, synchronous: "NORMAL", cacheKiB: 2_048 });
  const { find, save, park, unpark, list } = orClose(database, () => prepareAll(database));
  const attempt = attempting(file);
  let closed = false;
  return {
    checkpoint: (consumer) => attempt(() => Number(find.get(consumer)?.["position"] ?? 0)),
    saveCheckpoint: (consumer, position) => attempt(() => void save.run(consumer, position)),
    park: ({ consumer, position, stream, reason, at }) =>
      attempt(() => void park.run(consumer, position, stream, reason, at)),
    unpark: (consumer, position) => attempt(() => void unpark.run(consumer, position)),
    listParked: (consumer) =>
      attempt(() => (list.all(consumer ?? null) as unknown as ParkedPlace[]).map((place) => ({ ...place }))),
    forgetAfter: (head) =>
      attempt(() =>
        inTransaction(database, () => {
          database.prepare("UPDATE checkpoints SET position = ?1 WHERE position > ?1").run(head);
          database.prepare("DELETE FROM parked WHERE position > ?").run(head);
        }),
      ),
    async close() {
      if (closed) return;
      closed = true;
      database.close();
    },
  };
};
