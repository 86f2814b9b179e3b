import { chownSync, closeSync, existsSync, mkdirSync, openSync, statSync } from "node:fs";
import { chmod, lchown, lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * Only the account that runs the program may read what is stored: it holds personal data, password
 * hashes and keys.
 */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/** Makes the folder and those above it that are missing, for their owner alone. */
export const makePrivateFolder = (folder: string): void =>
  void mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });

/**
 * Makes an empty file for its owner alone where there is none: SQLite would make it open to
 * everybody. A file that is there is not opened: closing it would end every lock that this process
 * holds on it (POSIX).
 */
export const makePrivateFile = (file: string): void => {
  if (!existsSync(file)) closeSync(openSync(file, "a", PRIVATE_FILE));
};

/**
 * What an administrator (root) makes in the folder of the account that runs the server is given to
 * that account, which could not write to it otherwise.
 */
export const giveToOwner = (folder: string, ...files: readonly string[]): void => {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  for (const file of files) if (uid !== 0 && existsSync(file)) chownSync(file, uid, gid);
};

/**
 * The same for everything in `made`, whose owner becomes that of `folder`, where there is one. What
 * lies deeper comes first: nobody else may reach into it before its turn.
 */
export const giveTreeToOwner = async (folder: string, made: string): Promise<void> => {
  const owner = statSync(folder, { throwIfNoEntry: false });
  if (process.getuid?.() !== 0 || !owner || owner.uid === 0) return;
  const give = async (path: string, isFolder: boolean): Promise<void> => {
    if (isFolder)
      for (const entry of await readdir(path, { withFileTypes: true }))
        await give(join(path, entry.name), entry.isDirectory());
    await lchown(path, owner.uid, owner.gid);
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
 * 0600. Its first level is looked at always; what lies deeper only while the folder itself is open,
 * since nobody gets past a closed one.
 */
export const tightenFolder = async (folder: string): Promise<Tightened> => {
  let closed = 0;
  const failed: string[] = [];
  const tighten = async (path: string, mode: number, wanted: number) => {
    if (!isOpenToOthers(mode)) return;
    try {
      await chmod(path, wanted);
      closed++;
    } catch {
      if (failed.length < MOST_FAILED) failed.push(path);
    }
  };
  const walk = async (inside: string, deep: boolean) => {
    for (const entry of await readdir(inside)) {
      const path = join(inside, entry);
      // Symbolic links are left alone: what they lead to may be anybody's.
      const found = await lstat(path).catch(() => undefined);
      if (found?.isFile()) await tighten(path, found.mode, PRIVATE_FILE);
      if (!found?.isDirectory()) continue;
      if (deep) await walk(path, true);
      await tighten(path, found.mode, PRIVATE_FOLDER);
    }
  };
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found?.isDirectory() || process.platform === "win32") return { closed, failed };
  await walk(folder, isOpenToOthers(found.mode));
  // Last, so that a start that is cut off looks at everything again.
  await tighten(folder, found.mode, PRIVATE_FOLDER);
  return { closed, failed };
};
