import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const run = (program: string, ...words: readonly string[]): string =>
  execFileSync(program, words, { stdio: ["ignore", "pipe", "ignore"] })
    .toString()
    .trim();

/** A disk of its own that can find itself damaged; only whoever may mount has one. */
export interface FailingDisk {
  readonly folder: string;
  readonly isMounted: boolean;
  /** From now on the disk takes nothing, as ext4 does when it meets an error. */
  readonly fail: () => void;
  /** Mounts what is on it again, for reading alone. */
  readonly mountReadOnly: () => void;
  readonly remove: () => void;
}

export const mountFailingDisk = (mebibytes: number): FailingDisk => {
  const place = mkdtempSync(join(tmpdir(), "sogoc-failing-"));
  const [image, folder] = [join(place, "image"), join(place, "disk")];
  mkdirSync(folder);
  const handle = openSync(image, "w");
  ftruncateSync(handle, mebibytes * 2 ** 20);
  closeSync(handle);
  let trigger: string | undefined;
  try {
    run("mkfs.ext4", "-q", "-e", "remount-ro", image);
    run("mount", "-o", "loop", image, folder);
    const device = basename(run("findmnt", "-n", "-o", "SOURCE", folder));
    trigger = `/sys/fs/ext4/${device}/trigger_fs_error`;
  } catch {
    trigger = undefined;
  }
  const unmount = () => run("umount", "-l", folder);
  return {
    folder,
    isMounted: trigger !== undefined,
    fail: () => writeFileSync(trigger ?? "", "test"),
    mountReadOnly() {
      run("umount", folder);
      run("mount", "-o", "loop,ro,noload", image, folder);
    },
    remove() {
      // Lazily: what still has a file there is waited for by nobody.
      if (trigger !== undefined) unmount();
      rmSync(place, { recursive: true, force: true });
    },
  };
};

/** Lays the folder over itself, for reading alone; answers how to take that away. */
export const lockFolder = (folder: string): (() => void) => {
  run("mount", "--bind", folder, folder);
  run("mount", "-o", "remount,bind,ro", folder);
  return () => void run("umount", "-l", folder);
};
