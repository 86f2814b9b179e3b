import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk of its own that is soon full; only whoever may mount has one. */
export interface SmallDisk {
  readonly folder: string;
  readonly isMounted: boolean;
  /** Takes all the room that is left. */
  readonly fill: () => void;
  /** Gives that room back. */
  readonly empty: () => void;
  readonly remove: () => void;
}

export const mountSmallDisk = (mebibytes: number): SmallDisk => {
  const folder = mkdtempSync(join(tmpdir(), "sogoc-disk-"));
  const ballast = join(folder, "ballast");
  let isMounted = true;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m`, "sogoc-test", folder], {
      stdio: "ignore",
    });
  } catch {
    isMounted = false;
  }
  return {
    folder,
    isMounted,
    fill() {
      const file = openSync(ballast, "a");
      const block = Buffer.alloc(4_096, "x");
      try {
        for (;;) writeSync(file, block);
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
      } finally {
        closeSync(file);
      }
    },
    empty: () => rmSync(ballast),
    remove() {
      // Lazily: what still has a file there is waited for by nobody.
      if (isMounted) execFileSync("umount", ["-l", folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
