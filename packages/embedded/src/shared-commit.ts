import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "./database.ts";

interface Waiting {
  readonly work: () => void;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Lets everything that is to be written in this turn of the event loop share one transaction: an
 * event concerns a dozen read models, and each transaction of its own would write the same pages
 * again. Where the whole fails, each is tried alone, so that only what cannot be written is
 * refused.
 */
export const createSharedCommit = (database: DatabaseSync) => {
  let queue: Waiting[] = [];
  let scheduled: NodeJS.Immediate | undefined;

  const alone = ({ work, resolve, reject }: Waiting) => {
    try {
      inTransaction(database, work);
      resolve();
    } catch (error) {
      reject(error);
    }
  };

  const flush = () => {
    clearImmediate(scheduled);
    scheduled = undefined;
    const group = queue;
    queue = [];
    if (group.length === 0) return;
    try {
      inTransaction(database, () => {
        for (const { work } of group) work();
      });
    } catch {
      for (const one of group) alone(one);
      return;
    }
    for (const { resolve } of group) resolve();
  };

  return {
    /** Resolves once the work is committed; it may be run twice. */
    add: (work: () => void) =>
      new Promise<void>((resolve, reject) => {
        queue.push({ work, resolve, reject });
        scheduled ??= setImmediate(flush);
      }),
    /** Commits what still waits. */
    flush,
  };
};
