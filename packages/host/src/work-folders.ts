import { lockWorkFolders, sweepWorkFolders } from "@sogoc/core";
import { findWriterLock } from "@sogoc/embedded";

/** Other processes may share the temporary place and be killed while this one runs. */
const SWEEP_EVERY_MS = 10 * 60_000;

const sweep = async (): Promise<void> => {
  const removed = await sweepWorkFolders();
  if (removed > 0)
    console.log(
      `Đã dọn tệp tạm của lần chạy bị ngắt / removed what programs that were cut off left of their work: ${removed}`,
    );
};

/**
 * Locks where this process works on foreign files, and removes what killed ones have left there:
 * now, and every so often.
 */
export const keepWorkFolders = async (): Promise<{ readonly stop: () => Promise<void> }> => {
  lockWorkFolders(findWriterLock);
  await sweep();
  const timer = setInterval(() => void sweep().catch(() => {}), SWEEP_EVERY_MS).unref();
  return {
    async stop() {
      clearInterval(timer);
    },
  };
};
