import { existsSync, rmSync, type Stats } from "node:fs";
import { lstat, mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** How the names of temporary folders begin in which foreign files are worked on. */
const WORK_FOLDER_PREFIX = "sogoc-work-";

/** Temporary folders whose maker holds a lock on a file in them for as long as it lives. */
interface LockedFolders {
  /** How their names begin. */
  readonly prefix: string;
  /** What the lock belongs to. */
  readonly lock: string;
}

/** A process that has a lock keeps all of its own folders in one. */
const OF_PROCESS: LockedFolders = { prefix: "sogoc-process-", lock: "process" };
/** A drill opens a whole installation in one. */
export const OF_DRILL: LockedFolders = { prefix: "sogoc-drill-", lock: "drill" };
const LOCKED = [OF_PROCESS, OF_DRILL];

/**
 * How often a process says that a folder is still its own, and how long nobody must have said so
 * before one without a lock is swept.
 */
const SIGN_OF_LIFE_MS = 60_000;
const ABANDONED_MS = 30 * 60_000;
/** The folder of a process is made and locked in two steps. */
const YOUNG_MS = 60_000;

/** Windows lets nobody remove a file that a program has open, a virus scanner for one. */
const REMOVAL = { recursive: true, force: true, maxRetries: 3 } as const;

export interface WorkFolder {
  readonly path: string;
  /** Removes it with all that is in it. */
  remove(): Promise<void>;
}

/**
 * Takes a lock that belongs to `file` and ends with the process however that ends. Answers what
 * gives it back, undefined where somebody has it. Throws where nobody can tell.
 */
export type FindLock = (file: string) => (() => void) | undefined;

let findLock: FindLock | undefined;
/** Of this process; undefined where it has no lock. */
let processFolder: string | undefined;
let giveBack: (() => void) | undefined;
const inUse = new Set<string>();

const removeAll = (): void => {
  giveBack?.();
  for (const path of processFolder === undefined ? inUse : [...inUse, processFolder]) {
    try {
      rmSync(path, REMOVAL);
    } catch {
      // The next sweep removes it.
    }
  }
};

const touch = (path: string): void => {
  const now = new Date();
  utimes(path, now, now).catch(() => {});
};

/** What clears temporary places by age must take neither the folder nor its lock. */
const signOfLife = (): void => {
  for (const path of inUse) touch(path);
  if (processFolder === undefined) return;
  touch(processFolder);
  readdir(processFolder).then(
    (names) => {
      for (const name of names) if (processFolder !== undefined) touch(join(processFolder, name));
    },
    () => {},
  );
};

let signs: NodeJS.Timeout | undefined;
const beginSigns = (): void => {
  if (signs !== undefined) return;
  signs = setInterval(signOfLife, SIGN_OF_LIFE_MS).unref();
  process.on("exit", removeAll);
};
const endSigns = (): void => {
  if (inUse.size > 0 || processFolder !== undefined) return;
  clearInterval(signs);
  signs = undefined;
  process.off("exit", removeAll);
};

/**
 * From now on this process keeps its temporary folders in one that it has locked: whoever sweeps
 * tells at once whether they are anybody's.
 */
export const lockWorkFolders = (lock: FindLock): void => {
  findLock = lock;
};

const openProcessFolder = async (lock: FindLock): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), OF_PROCESS.prefix));
  try {
    const unlock = lock(join(folder, OF_PROCESS.lock));
    if (!unlock) return;
    giveBack?.();
    giveBack = unlock;
    processFolder = folder;
  } catch {
    // Where nothing can be locked, folders are somebody's for as long as there are signs of life.
    await rm(folder, REMOVAL);
  }
};

let opening: Promise<void> | undefined;

/** Where the next one is made, and how its name begins. */
const startOfPath = async (): Promise<string> => {
  opening ??= findLock && openProcessFolder(findLock);
  await opening?.catch((error: unknown) => {
    // There may be room again the next time.
    opening = undefined;
    throw error;
  });
  return processFolder === undefined ? join(tmpdir(), WORK_FOLDER_PREFIX) : join(processFolder, "work-");
};

const makeFolder = async (): Promise<string> => {
  const start = await startOfPath();
  return mkdtemp(start).catch(async (error: unknown) => {
    if (existsSync(dirname(start))) throw error;
    // Somebody has cleared the temporary place while nothing was worked on.
    if (dirname(start) === processFolder) {
      processFolder = undefined;
      opening = undefined;
    }
    return mkdtemp(await startOfPath());
  });
};

/**
 * Makes a temporary folder of one's own. It is gone when the process ends in the middle of the
 * work, as it does on SIGTERM; what a killed one leaves is removed by `sweepWorkFolders`.
 */
export const openWorkFolder = async (): Promise<WorkFolder> => {
  const path = await makeFolder();
  inUse.add(path);
  beginSigns();
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true });
      inUse.delete(path);
      endSigns();
    },
  };
};

/** Windows knows no owner by number: its temporary place is each account's own. */
const isOwn = ({ uid }: Stats): boolean => process.getuid === undefined || uid === process.getuid();

/** Whether the process that has made the folder has ended; false where that cannot be told. */
const isLeft = async (
  folder: string,
  { lock }: LockedFolders,
  { mtimeMs }: Stats,
  now: number,
): Promise<boolean> => {
  if (!findLock || folder === processFolder) return false;
  const names = await readdir(folder);
  // It has its lock before it makes any.
  if (!names.some((name) => name.startsWith("work-")) && now - mtimeMs < YOUNG_MS) return false;
  const unlock = findLock(join(folder, lock));
  unlock?.();
  return unlock !== undefined;
};

/**
 * Removes what processes that were killed have left of their work: at once where they had a lock,
 * which has ended with them, and after half an hour without a sign of life where they had none.
 * Other processes may work in the same place, in other containers too. Answers how many it removed.
 */
export const sweepWorkFolders = async (now = Date.now()): Promise<number> => {
  const place = tmpdir();
  let removed = 0;
  for (const name of await readdir(place).catch(() => [])) {
    const locked = LOCKED.find(({ prefix }) => name.startsWith(prefix));
    if (!locked && !name.startsWith(WORK_FOLDER_PREFIX)) continue;
    const folder = join(place, name);
    // One that somebody else has removed by now is gone, and one that cannot be is no reason not to
    // start.
    const found = await lstat(folder).catch(() => undefined);
    if (!found?.isDirectory() || !isOwn(found)) continue;
    const isAbandoned = locked
      ? await isLeft(folder, locked, found, now).catch(() => false)
      : !inUse.has(folder) && now - found.mtimeMs > ABANDONED_MS;
    if (!isAbandoned) continue;
    await rm(folder, REMOVAL).then(
      () => removed++,
      () => {},
    );
  }
  return removed;
};
