import { CommandRejected } from "@sogoc/core";

/**
 * Runs at most `atOnce` pieces of work together; of the others `waiting` wait their turn, and more
 * are refused as `unavailable`.
 */
export const createConcurrencyLimit = (atOnce: number, waiting: number) => {
  let running = 0;
  const queue: (() => void)[] = [];

  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw new CommandRejected("unavailable");
      // Whoever ends hands their place over, so that nobody who comes later slips in between.
      await new Promise<void>((resolve) => queue.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  };
};
