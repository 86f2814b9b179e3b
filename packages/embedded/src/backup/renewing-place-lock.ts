import { createWorkerOrders } from "../worker-orders.ts";

export interface LockOrder {
  readonly id: number;
  readonly kind: "renew" | "stop";
  readonly file: string;
  readonly token: string;
  readonly everyMs: number;
}

const order = createWorkerOrders<Omit<LockOrder, "id">>(new URL("./place-lock-worker.ts", import.meta.url));

/**
 * Has the lock of a place renewed by another thread until it is stopped; whatever this one is busy
 * with, others see that it is at work.
 */
export const renewingPlaceLock = async (
  file: string,
  token: string,
  everyMs: number,
): Promise<{ readonly stop: () => Promise<void> }> => {
  await order({ kind: "renew", file, token, everyMs });
  return { stop: () => order({ kind: "stop", file, token, everyMs }) };
};
