import { Worker } from "node:worker_threads";

export interface LockOrder {
  readonly id: number;
  readonly kind: "renew" | "stop";
  readonly file: string;
  readonly token: string;
  readonly everyMs: number;
}

export interface LockOrderDone {
  readonly id: number;
}

const waiting = new Map<number, () => void>();
let worker: Worker | undefined;
let last = 0;

const start = (): Worker => {
  const started = new Worker(new URL("./place-lock-worker.ts", import.meta.url));
  const settle = () => {
    worker = undefined;
    for (const done of waiting.values()) done();
    waiting.clear();
  };
  started.on("message", ({ id }: LockOrderDone) => {
    waiting.get(id)?.();
    waiting.delete(id);
    if (waiting.size === 0) started.unref();
  });
  started.on("error", settle);
  started.on("exit", settle);
  started.unref();
  return started;
};

const ask = (order: Omit<LockOrder, "id">): Promise<void> =>
  new Promise((resolve) => {
    worker ??= start();
    const id = ++last;
    waiting.set(id, resolve);
    worker.ref();
    worker.postMessage({ ...order, id } satisfies LockOrder);
  });

/**
 * Has the lock of a place renewed by another thread until it is stopped; whatever this one is busy
 * with, others see that it is at work.
 */
export const renewingPlaceLock = async (
  file: string,
  token: string,
  everyMs: number,
): Promise<{ readonly stop: () => Promise<void> }> => {
  await ask({ kind: "renew", file, token, everyMs });
  return { stop: () => ask({ kind: "stop", file, token, everyMs }) };
};
