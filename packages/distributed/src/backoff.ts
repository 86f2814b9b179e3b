import { setTimeout as pauseFor } from "node:timers/promises";

/** How long to wait after each failure in a row. */
export interface Backoff {
  /** Milliseconds to wait after one more failure. */
  next(): number;
  /** Waits that long, or until the signal is given. */
  wait(signal?: AbortSignal): Promise<void>;
  /** After a success: the next failure is a first one again. */
  reset(): void;
}

/**
 * Doubles the time from failure to failure up to a limit. Of each time half is left to chance, so
 * that processes that lost the same engine at the same moment do not come back in step.
 */
export const createBackoff = ({
  firstMs = 50,
  maxMs = 5_000,
  random = Math.random,
}: {
  readonly firstMs?: number | undefined;
  readonly maxMs?: number | undefined;
  readonly random?: (() => number) | undefined;
} = {}): Backoff => {
  let failures = 0;
  const next = () => {
    const ms = Math.min(maxMs, firstMs * 2 ** failures);
    // Beyond the limit counting on would only overflow.
    if (ms < maxMs) failures++;
    return ms / 2 + (random() * ms) / 2;
  };
  return {
    next,
    wait: (signal) => pauseFor(next(), undefined, { signal }).catch(() => {}),
    reset: () => {
      failures = 0;
    },
  };
};
