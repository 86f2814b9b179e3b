import { lchownSync, lstatSync, type Stats, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

const ROOT = 0;

/**
 * The account that gets what root makes in the folder; undefined where it stays with whoever has
 * made it.
 */
const findHeir = (folder: string): Stats | undefined => {
  if (process.getuid?.() !== ROOT) return undefined;
  const found = statSync(folder, { throwIfNoEntry: false });
  return found?.uid === ROOT ? undefined : found;
};

/** Gives one path to the account, where it is root's. No link is followed. */
const give = (path: string, heir: Stats): void => {
  const found = lstatSync(path, { throwIfNoEntry: false });
  // A second name may be that of a file anywhere on the disk.
  if (found?.uid !== ROOT || (found.isFile() && found.nlink > 1)) return;
  try {
    lchownSync(path, heir.uid, heir.gid);
  } catch {
    // Disks that know no owners, and shares that trust no root; what cannot be read there is told.
  }
};

/**
 * What an administrator (root) makes in a folder of another account is given to that account: the
 * one that runs the server could neither read nor replace it otherwise. To be called for each file
 * and folder when it is made, so that a command which is killed leaves nothing of root's either.
 */
export const giveToFolderOwner = (path: string): void => {
  const heir = findHeir(dirname(path));
  if (heir) give(path, heir);
};

/** The same for folders that were made at once, from the uppermost of them to the innermost. */
export const giveMadeFolders = (uppermost: string | undefined, innermost: string): void => {
  if (uppermost === undefined || process.getuid?.() !== ROOT) return;
  const made: string[] = [];
  for (let folder = resolve(innermost); ; folder = dirname(folder)) {
    made.unshift(folder);
    if (folder === resolve(uppermost) || folder === dirname(folder)) break;
  }
  for (const folder of made) giveToFolderOwner(folder);
};
