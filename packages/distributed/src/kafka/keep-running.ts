import type { Consumer } from "kafkajs";
import { createBackoff } from "../backoff.ts";

/**
 * Runs a consumer until the signal is given. The client itself begins again after most crashes, but takes some errors for
 * final (a TypeError anywhere below it, for one) and would leave the consumer standing still for ever: then it is begun again here.
 */
export const keepRunning = async (
  consumer: Consumer,
  run: () => Promise<void>,
  stopping: AbortSignal,
): Promise<void> => {
  const backoff = createBackoff({ firstMs: 200 });
  const runAgain = async () => {
    for (let running = false; !running && !stopping.aborted; ) {
      await backoff.wait(stopping);
      if (stopping.aborted) return;
      running = await consumer
        .connect()
        .then(run)
        .then(
          () => true,
          () => false,
        );
    }
  };
  consumer.on(consumer.events.END_BATCH_PROCESS, backoff.reset);
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) void runAgain();
  });
  await run();
};
