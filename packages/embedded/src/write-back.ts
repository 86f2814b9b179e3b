import type { DatabaseSync } from "node:sqlite";
import { createWorkerOrders } from "./worker-orders.ts";

export interface WriteBackOrder {
  readonly id: number;
  readonly kind: "write-back" | "release";
  readonly file: string;
}

const POLL_MS = 200;
/**
 * Pages of the write-ahead log that are worth a trip, 16 MiB: a page that is written often goes
 * back once.
 */
const FRAMES = 4_000;
/** What came while the worker was at it costs the event loop a millisecond. */
const FEW_FRAMES = 500;
/**
 * Where the worker is away or cannot keep up, SQLite does it at a commit as it always did, at 160
 * MiB.
 */
const FRAMES_AT_COMMIT = 40_000;

const order = createWorkerOrders<Omit<WriteBackOrder, "id">>(
  new URL("./write-back-worker.ts", import.meta.url),
);

/**
 * Has the write-ahead log of an open file written back into it by another thread, whenever enough
 * has come together. `stop` resolves once that thread has let go of the file; the caller closes its
 * own connection after it.
 */
export const writeBackAside = (
  database: DatabaseSync,
  file: string,
): { readonly stop: () => Promise<void> } => {
  database.exec(`PRAGMA wal_autocheckpoint=${FRAMES_AT_COMMIT}`);
  // Looks, and does nothing.
  const look = database.prepare("PRAGMA wal_checkpoint(NOOP)");
  const rest = database.prepare("PRAGMA wal_checkpoint(PASSIVE)");
  /** Nothing to do where the disk does not say: whoever writes to the file is told what it has. */
  const left = (): number => {
    try {
      const { log, checkpointed } = look.get() ?? {};
      return Number(log) - Number(checkpointed);
    } catch {
      return 0;
    }
  };
  const writeRest = (): void => {
    try {
      rest.get();
    } catch {
      // The next commit meets it too, and says so.
    }
  };
  let underway: Promise<void> | undefined;
  let used = false;
  const timer = setInterval(() => {
    if (underway || database.isTransaction || left() < FRAMES) return;
    used = true;
    underway = order({ kind: "write-back", file }).finally(() => {
      underway = undefined;
      // Only between two commits can the log be found empty and begin anew, in the space that it
      // has.
      if (database.isOpen && !database.isTransaction && left() < FEW_FRAMES) writeRest();
    });
  }, POLL_MS).unref();
  return {
    async stop() {
      clearInterval(timer);
      await underway;
      if (used) await order({ kind: "release", file });
    },
  };
};
