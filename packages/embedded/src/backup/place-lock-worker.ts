import { parentPort } from "node:worker_threads";
import type { OrderDone } from "../worker-orders.ts";
import { renewPlaceLock } from "./renew-place-lock.ts";
import type { LockOrder } from "./renewing-place-lock.ts";

// Beside the event loop: a large log is looked through in one go, which may take minutes.

const timers = new Map<string, NodeJS.Timeout>();

const stop = (token: string): void => {
  clearInterval(timers.get(token));
  timers.delete(token);
};

const renew = (file: string, token: string): void => {
  try {
    if (!renewPlaceLock(file, token)) stop(token);
  } catch {
    // A share that is away for a moment: the next time, or whoever writes to it is told.
  }
};

parentPort?.on("message", ({ id, kind, file, token, everyMs }: LockOrder) => {
  stop(token);
  if (kind === "renew")
    timers.set(
      token,
      setInterval(() => renew(file, token), everyMs),
    );
  parentPort?.postMessage({ id } satisfies OrderDone);
});
