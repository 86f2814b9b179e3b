import { lstatSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { findWriterLock } from "../writer-lock.ts";
import { COPY } from "./unfinished-restore.ts";

export const copyOf = (folder: string): string => join(folder, COPY);

/** Its lock is held while a backup of the folder is made, and ends with whoever makes it. */
export const backupLockOf = (folder: string): string => join(folder, "backup");

/**
 * What a backup that was killed has left in a data folder, a copy of the log and the passwords that
 * nobody needs, by its path; undefined where there is none, or one is being made. Where the lock is
 * somebody else's file, nobody can tell, and it is named.
 */
export const findLeftCopy = (folder: string): string | undefined => {
  if (!lstatSync(copyOf(folder), { throwIfNoEntry: false })) return undefined;
  try {
    const unlock = findWriterLock(backupLockOf(folder));
    unlock?.();
    return unlock && copyOf(folder);
  } catch {
    return copyOf(folder);
  }
};

/** A copy that a killed backup had left. */
export interface LeftCopy {
  readonly path: string;
  /** False where it belongs to another account, as after a backup that an administrator made. */
  readonly isRemoved: boolean;
}

/** Removes what `findLeftCopy` finds, while no backup can begin. */
export const removeLeftCopy = async (folder: string): Promise<LeftCopy | undefined> => {
  const path = findLeftCopy(folder);
  if (path === undefined) return undefined;
  try {
    const unlock = findWriterLock(backupLockOf(folder));
    if (!unlock) return undefined;
    await rm(path, { recursive: true, force: true }).finally(unlock);
    return { path, isRemoved: true };
  } catch {
    return { path, isRemoved: false };
  }
};
