import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * How the names of temporary folders begin in which foreign files are worked on: whoever makes one
 * and whoever sweeps what a killed process has left go by it.
 */
export const WORK_FOLDER_PREFIX = "sogoc-work-";

export interface WorkFolder {
  readonly path: string;
  /** Removes it with all that is in it. */
  remove(): Promise<void>;
}

const inUse = new Set<string>();

const removeAll = (): void => {
  for (const path of inUse) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // The next start sweeps it.
    }
  }
};

/**
 * Makes a temporary folder of one's own. It is gone when the process ends in the middle of the
 * work, as it does on SIGTERM; what a killed one leaves is swept by the next start.
 */
export const openWorkFolder = async (): Promise<WorkFolder> => {
  const path = await mkdtemp(join(tmpdir(), WORK_FOLDER_PREFIX));
  if (inUse.size === 0) process.on("exit", removeAll);
  inUse.add(path);
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true });
      inUse.delete(path);
      if (inUse.size === 0) process.off("exit", removeAll);
    },
  };
};
