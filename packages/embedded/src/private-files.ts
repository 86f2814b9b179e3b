import { closeSync, existsSync, mkdirSync, openSync, statSync } from "node:fs";
import { chmod, lchown, lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { giveMadeFolders, giveToFolderOwner } from "./folder-owner.ts";
import { foreignNames, isOwnName } from "./own-names.ts";

/**
 * Only the account that runs the program may read what is stored: it holds personal data, password
 * hashes and keys.
 */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/** Makes the folder and those above it that are missing, for their owner alone. */
export const makePrivateFolder = (folder: string): void =>
  giveMadeFolders(mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER }), folder);

/**
 * Makes an empty file for its owner alone where there is none: SQLite would make it open to
 * everybody. A file that is there is not opened: closing it would end every lock that this process
 * holds on it (POSIX).
 */
export const makePrivateFile = (file: string): void => {
  if (existsSync(file)) return;
  closeSync(openSync(file, "a", PRIVATE_FILE));
  giveToFolderOwner(file);
};

/**
 * Gives everything in `made` to the owner of `folder`, where root has made it and the folder is
 * another account's. What lies deeper comes first: nobody else may reach into it before its turn.
 */
export const giveTreeToOwner = async (folder: string, made: string): Promise<void> => {
  const owner = statSync(folder, { throwIfNoEntry: false });
  if (process.getuid?.() !== 0 || !owner || owner.uid === 0) return;
  const give = async (path: string, isFolder: boolean): Promise<void> => {
    if (isFolder)
      for (const entry of await readdir(path, { withFileTypes: true }))
        await give(join(path, entry.name), entry.isDirectory());
    // Disks that know no owners, and shares that trust no root, refuse.
    await lchown(path, owner.uid, owner.gid).catch(() => {});
  };
  await give(made, true);
};

const isOpenToOthers = (mode: number): boolean => (mode & 0o077) !== 0;

/** Paths that could not be closed to others: their owner is somebody else. */
export interface Tightened {
  readonly closed: number;
  readonly failed: readonly string[];
}

const MOST_FAILED = 5;

/**
 * Closes a data folder of an earlier program to other accounts of the machine: folders 0700, files
 * 0600. Only what has a name of ours is looked at, and no symbolic link is followed; the folder
 * itself is closed where nothing of others lies in it, and told as open otherwise. Its first level
 * is looked at always; what lies deeper only while the folders above it are open, since nobody gets
 * past a closed one.
 */
export const tightenFolder = async (folder: string): Promise<Tightened> => {
  let closed = 0;
  const failed: string[] = [];
  const fail = (path: string) => {
    if (failed.length < MOST_FAILED) failed.push(path);
  };
  const tighten = async (path: string, mode: number, wanted: number) => {
    if (!isOpenToOthers(mode)) return;
    try {
      await chmod(path, wanted);
      closed++;
    } catch {
      fail(path);
    }
  };
  const walk = async (inside: string, names: readonly string[], isOpen: boolean) => {
    for (const name of names) {
      const path = join(inside, name);
      // Symbolic links are left alone: what they lead to may be anybody's.
      const found = await lstat(path).catch(() => undefined);
      if (found?.isFile()) await tighten(path, found.mode, PRIVATE_FILE);
      if (!found?.isDirectory()) continue;
      const isOpenHere = isOpen && isOpenToOthers(found.mode);
      if (isOpenHere) await walk(path, await readdir(path), true);
      await tighten(path, found.mode, PRIVATE_FOLDER);
    }
  };
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found?.isDirectory() || process.platform === "win32") return { closed, failed };
  const names = await readdir(folder);
  await walk(folder, names.filter(isOwnName), isOpenToOthers(found.mode));
  // Last, so that a start that is cut off looks at everything again.
  if (foreignNames(names).length === 0) await tighten(folder, found.mode, PRIVATE_FOLDER);
  else if (isOpenToOthers(found.mode)) fail(folder);
  return { closed, failed };
};
