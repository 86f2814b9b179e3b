import { DatabaseSync } from "node:sqlite";
import { parentPort } from "node:worker_threads";
import type { OrderDone } from "./worker-orders.ts";
import type { WriteBackOrder } from "./write-back.ts";

// Works beside the event loop: copying 16 MiB and waiting for the disk takes it 40 ms, which nobody
// waits for here.

/** While others write, a pass leaves what came meanwhile; each next one has less to do. */
const PASSES = 2;

const open = new Map<string, DatabaseSync>();

const databaseOf = (file: string): DatabaseSync => {
  const known = open.get(file);
  if (known) return known;
  const database = new DatabaseSync(file, { timeout: 1_000 });
  open.set(file, database);
  return database;
};

const writeBack = (file: string): void => {
  const passive = databaseOf(file).prepare("PRAGMA wal_checkpoint(PASSIVE)");
  for (let pass = 0; pass < PASSES; pass++) {
    const { busy, log, checkpointed } = passive.get() ?? {};
    if (busy !== 0 || log === checkpointed) return;
  }
};

const release = (file: string): void => {
  open.get(file)?.close();
  open.delete(file);
};

parentPort?.on("message", ({ id, kind, file }: WriteBackOrder) => {
  try {
    if (kind === "write-back") writeBack(file);
    else release(file);
  } catch {
    // The file may be gone or its disk full: whoever writes to it is told, and its own connection goes on as before.
  }
  parentPort?.postMessage({ id } satisfies OrderDone);
});
