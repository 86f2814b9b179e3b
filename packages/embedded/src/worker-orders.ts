import { Worker } from "node:worker_threads";

/** What a worker says once an order is done. */
export interface OrderDone {
  readonly id: number;
}

/**
 * Returns what gives a worker thread its orders, each with an id of its own; the first one starts
 * it, as does the next after it has ended. An order resolves once it is done, or the worker has
 * ended.
 */
export const createWorkerOrders = <Order extends object>(program: URL): ((order: Order) => Promise<void>) => {
  const waiting = new Map<number, () => void>();
  let worker: Worker | undefined;
  let last = 0;

  const start = (): Worker => {
    const started = new Worker(program);
    const settle = () => {
      worker = undefined;
      for (const done of waiting.values()) done();
      waiting.clear();
    };
    started.on("message", ({ id }: OrderDone) => {
      waiting.get(id)?.();
      waiting.delete(id);
      // Nothing that it does keeps the process alive, but who waits for an answer gets it.
      if (waiting.size === 0) started.unref();
    });
    started.on("error", settle);
    started.on("exit", settle);
    started.unref();
    return started;
  };

  return (order) =>
    new Promise((resolve) => {
      worker ??= start();
      const id = ++last;
      waiting.set(id, resolve);
      worker.ref();
      worker.postMessage({ ...order, id });
    });
};
