import { setImmediate } from "node:timers/promises";

/** Long enough to be worth a turn, short enough that nobody notices. */
const HELD_MS = 5;

/**
 * For long work on the main thread. Await the answer of each call between two pieces of the work:
 * it gives others a turn whenever the work has held the event loop for some milliseconds, and costs
 * next to nothing otherwise.
 */
export const createYielding = (heldMs = HELD_MS): (() => Promise<void> | undefined) => {
  let since = performance.now();
  return () => {
    if (performance.now() - since < heldMs) return undefined;
    return setImmediate().then(() => {
      since = performance.now();
    });
  };
};
