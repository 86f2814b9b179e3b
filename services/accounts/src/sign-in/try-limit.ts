import { type Clock, CommandRejected } from "@sogoc/core";

export interface TryLimit {
  /**
   * Counts a try before anything is done about it, so that many at the same moment count too.
   * Answers how to take it back, once it was no guess. Throws `rate-limited` where as many were
   * counted as may be.
   */
  take(key: string): () => void;
}

/** At most so many tries of one key within each stretch of time that the clock is divided into. */
export const createTryLimit = (clock: Clock, most: number, stretchMs: number): TryLimit => {
  let stretch = 0;
  let counts = new Map<string, number>();
  const countsNow = () => {
    const now = Math.floor(clock.now().getTime() / stretchMs);
    if (now !== stretch) counts = new Map();
    stretch = now;
    return counts;
  };
  return {
    take(key) {
      const counted = countsNow();
      const before = counted.get(key) ?? 0;
      if (before >= most) throw new CommandRejected("rate-limited");
      counted.set(key, before + 1);
      // What belongs to a stretch that is over was forgotten with it.
      return () => void counted.set(key, (counted.get(key) ?? 1) - 1);
    },
  };
};
