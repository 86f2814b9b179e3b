import { setTimeout as pause } from "node:timers/promises";

const FIRST_MS = 60_000;
const HOUR_MS = 3_600_000;
/**
 * How long a stop waits for a sweep under way. One that is left behind fails when its store closes,
 * and removes no more.
 */
const STOP_MS = 3_000;

/**
 * Removes stored files that nothing names a minute after the start and every so often from then on.
 * `tell` is told of what was removed, and of a sweep that failed, which removes nothing.
 */
export const startSweeping = (
  sweep: () => Promise<number>,
  tell: (what: object, message: string) => void,
  everyMs: number = HOUR_MS,
): { readonly stop: () => Promise<void> } => {
  let running: Promise<void> = Promise.resolve();
  const run = () => {
    running = sweep().then(
      (removed) => {
        if (removed > 0) tell({ removed }, "stored files that nothing names were removed");
      },
      (error: unknown) =>
        tell({ kind: error instanceof Error ? error.name : "unknown" }, "stored files could not be swept"),
    );
  };
  const first = setTimeout(run, FIRST_MS).unref();
  const timer = setInterval(run, everyMs).unref();
  return {
    async stop() {
      clearTimeout(first);
      clearInterval(timer);
      await Promise.race([running, pause(STOP_MS, undefined, { ref: false })]);
    },
  };
};
