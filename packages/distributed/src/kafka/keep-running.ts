import type { Consumer } from "kafkajs";
import { createBackoff } from "../backoff.ts";

/** As long as a member may take to join: the group waits for those that died. */
const JOIN_MS = 10_000;

/**
 * Runs a consumer until the signal is given. The client itself begins again after most crashes, but
 * takes some errors for final (a TypeError anywhere below it, for one) and would leave the consumer
 * standing still for ever: then it is begun again here. Returns at once how to leave the group:
 * joining takes as long as the group waits for a member that died, and whoever starts many
 * consumers would wait for one after the other.
 */
export const keepRunning = (
  consumer: Consumer,
  run: () => Promise<void>,
  stopping: AbortSignal,
): { readonly leave: () => Promise<void> } => {
  const backoff = createBackoff({ firstMs: 200 });
  /** Until it has joined for the first time, and between a crash and the next time. */
  let joining = true;
  let onSettled = () => {};
  const settle = (joinsAgain: boolean) => {
    joining = joinsAgain;
    onSettled();
  };
  const begin = (): Promise<boolean> =>
    consumer
      .connect()
      .then(run)
      .then(
        () => true,
        () => false,
      );
  const runAgain = async () => {
    for (let running = false; !running && !stopping.aborted; ) {
      await backoff.wait(stopping);
      if (stopping.aborted) return;
      running = await begin();
    }
  };
  consumer.on(consumer.events.END_BATCH_PROCESS, backoff.reset);
  consumer.on(consumer.events.GROUP_JOIN, () => settle(false));
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    settle(true);
    if (!payload.restart) void runAgain();
  });
  void begin().then(async (running) => {
    if (!running) await runAgain();
  });
  return {
    async leave() {
      if (joining) {
        // The client, told to stop while it joins, forgets that it does: it would then hold its
        // seat in the group as long as the process lives, and what it was given would be nobody's.
        const settled = new Promise<void>((resolve) => {
          onSettled = resolve;
        });
        const patience = new Promise<void>((resolve) => setTimeout(resolve, JOIN_MS).unref());
        await Promise.race([settled, patience]);
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      await consumer.disconnect();
    },
  };
};
