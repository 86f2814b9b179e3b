import type { ConsumerState, ParkedPlace } from "@sogoc/core";
import { type FileKind, openFile } from "./database.ts";

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

/** Checkpoints and parked places of consumers whose documents are not read models. */
export const openSqliteConsumerState = ({ file }: { readonly file: string }): SqliteConsumerState => {
  const database = openFile({ file, kind: consumerFile, synchronous: "NORMAL", cacheKiB: 2_048 });
  const find = database.prepare("SELECT position FROM checkpoints WHERE consumer = ?");
  const save = database.prepare("INSERT OR REPLACE INTO checkpoints VALUES (?, ?)");
  const park = database.prepare("INSERT OR REPLACE INTO parked VALUES (?, ?, ?, ?, ?)");
  const unpark = database.prepare("DELETE FROM parked WHERE consumer = ? AND position = ?");
  const list = database.prepare(
    "SELECT consumer, position, stream, reason, at FROM parked WHERE ?1 IS NULL OR consumer = ?1 ORDER BY position, consumer",
  );
  let closed = false;
  return {
    checkpoint: async (consumer) => Number(find.get(consumer)?.["position"] ?? 0),
    saveCheckpoint: async (consumer, position) => void save.run(consumer, position),
    park: async ({ consumer, position, stream, reason, at }) =>
      void park.run(consumer, position, stream, reason, at),
    unpark: async (consumer, position) => void unpark.run(consumer, position),
    listParked: async (consumer) =>
      (list.all(consumer ?? null) as unknown as ParkedPlace[]).map((place) => ({ ...place })),
    async forgetAfter(head) {
      database.prepare("UPDATE checkpoints SET position = ?1 WHERE position > ?1").run(head);
      database.prepare("DELETE FROM parked WHERE position > ?").run(head);
    },
    async close() {
      if (closed) return;
      closed = true;
      database.close();
    },
  };
};
