import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { NotOurFile } from "./database.ts";
import { makePrivateFile } from "./private-files.ts";
import { NoRegularFile, requireRegular } from "./regular-files.ts";

/** A disposable file that could not be used any more and was made anew. */
export interface RemadeFile {
  readonly file: string;
  /** What was wrong with the old one, in SQLite's words. */
  readonly reason: string;
}

/**
 * SQLite's codes for a file that is not what it should be: ERROR (a table is missing), CORRUPT,
 * NOTADB.
 */
const DAMAGE: ReadonlySet<number> = new Set([1, 11, 26]);

const causesOf = function* (error: unknown): Generator<Error> {
  for (let found = error; found instanceof Error; found = found.cause) yield found;
};

/** True where the file's content is at fault, and not the disk, its rights or another program. */
const isDamage = (error: unknown): boolean => {
  for (const cause of causesOf(error)) {
    if (cause instanceof NotOurFile || cause instanceof NoRegularFile || cause instanceof SyntaxError)
      return true;
    if ("errcode" in cause && typeof cause.errcode === "number") return DAMAGE.has(cause.errcode & 0xff);
  }
  return false;
};

const reasonOf = (error: unknown): string => [...causesOf(error)].at(-1)?.message ?? "unknown";

/**
 * Stands beside a file while a program has it open. Where it stands at a start, the program did not
 * end by itself.
 */
const inUse = (file: string): string => `${file}-in-use`;

/**
 * Files of up to so many bytes are looked through at each start; reading a larger one would hold
 * the start up.
 */
const ALWAYS_CHECKED = 256 * 2 ** 20;

/**
 * A write-ahead log that is gone although the program did not end by itself was taken away, perhaps
 * in the midst of a write-back.
 */
const isSuspicious = (file: string): boolean => existsSync(inUse(file)) && !existsSync(`${file}-wal`);

/** Throws for a file whose pages do not hang together. */
const checkPages = (file: string): void => {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    const { quick_check: found } = database.prepare("PRAGMA quick_check(1)").get() ?? {};
    if (found !== undefined && found !== "ok") throw new NotOurFile(String(found));
  } finally {
    database.close();
  }
};

/** Somebody's folder may hold anything: it gets another name and is not removed. */
const setAside = (file: string): void =>
  renameSync(file, join(dirname(file), `aside-${basename(file)}-${Date.now()}`));

/**
 * Opens a file that can be made again from the log. One that is damaged, cut off or of another kind
 * is removed and opened as a new one, and `onRemade` is told; what is no file is set aside. The
 * caller holds the folder's lock.
 */
export const openDisposable = <Part extends { close(): Promise<void> }>(options: {
  readonly file: string;
  readonly open: () => Part;
  readonly onRemade: (remade: RemadeFile) => void;
  /** Looks through the file, however large it is. */
  readonly checked?: boolean | undefined;
}): Part => {
  const { file, open, onRemade, checked = false } = options;
  const attempt = (): Part => {
    requireRegular(file);
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    const written = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (size === 0 && written === 0) throw new NotOurFile("0 byte");
    if (size !== undefined && size > 0 && (checked || size <= ALWAYS_CHECKED || isSuspicious(file)))
      checkPages(file);
    return open();
  };
  let part: Part;
  try {
    part = attempt();
  } catch (error) {
    if (!isDamage(error)) throw error;
    if (error instanceof NoRegularFile) setAside(file);
    for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(`${file}${end}`, { force: true });
    onRemade({ file, reason: reasonOf(error) });
    part = open();
  }
  makePrivateFile(inUse(file));
  const { close } = part;
  part.close = async () => {
    await close();
    try {
      rmSync(inUse(file), { force: true });
    } catch {
      // Where the disk takes nothing any more, the next start looks the file through.
    }
  };
  return part;
};
