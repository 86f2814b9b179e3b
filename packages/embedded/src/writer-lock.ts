import { readFileSync, statSync, truncateSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { EngineUnavailable } from "@sogoc/core";
import { naming } from "./database.ts";
import { makePrivateFile } from "./private-files.ts";
import { requireRegular } from "./regular-files.ts";

/**
 * Number of the process that holds a lock on the file, where the system tells: Linux does
 * (https://man7.org/linux/man-pages/man5/proc_locks.5.html).
 */
const findHolder = (file: string): string | undefined => {
  try {
    const { dev, ino } = statSync(file);
    // As glibc's gnu_dev_major and gnu_dev_minor take a device number apart.
    const [major, minor] = [(dev >> 8) & 0xfff, (dev & 0xff) | ((dev >> 12) & 0xfff00)];
    const [majorInHex, minorInHex] = [major, minor].map((part) => part.toString(16).padStart(2, "0"));
    const wanted = `${majorInHex}:${minorInHex}:${ino}`;
    const locks = readFileSync("/proc/locks", "utf8").split("\n");
    const [, , , , holder] =
      locks.map((line) => line.trim().split(/\s+/)).find(([, , , , , at]) => at === wanted) ?? [];
    return holder;
  } catch {
    return undefined;
  }
};

/** Another program, or another opening in this one, writes to the file. */
export class StoreInUse extends Error {
  constructor(file: string) {
    const holder = findHolder(`${file}-lock`);
    const [vi, en] = holder === undefined ? ["", ""] : [`, tiến trình ${holder}`, `, process ${holder}`];
    super(
      `${file} đang được một chương trình khác mở (máy chủ còn chạy?${vi}); hãy tắt nó trước / is already open for writing${en}: only one program may write to it`,
    );
    this.name = "StoreInUse";
  }
}

/**
 * Another program has written to the file, as it can where somebody has removed the lock beside it.
 * What this one knows of the file is no longer so: it writes no more, until it is started again.
 */
export class WrittenByAnother extends EngineUnavailable {
  constructor(file: string) {
    super("SQLite");
    this.name = "WrittenByAnother";
    this.message = `${file} đã bị một chương trình khác ghi vào; hãy tắt cả hai rồi chỉ mở một / another program has written to it; stop both and start only one`;
  }
}

const [BUSY, LOCKED, CORRUPT, NOT_A_DATABASE] = [5, 6, 11, 26];
const isTaken: ReadonlySet<number> = new Set([BUSY, LOCKED]);
const isDamaged: ReadonlySet<number> = new Set([CORRUPT, NOT_A_DATABASE]);

/** The database's own code, without what it adds in the higher bits; 0 for any other error. */
const errorCodeOf = (error: unknown): number =>
  error instanceof Error && "errcode" in error && typeof error.errcode === "number"
    ? error.errcode & 0xff
    : 0;

/** Nothing is ever written: the open transaction alone keeps the file's exclusive lock. */
const lockExclusively = (file: string): (() => void) => {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec("PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    throw error;
  }
  // Given back once more by whoever is interrupted while giving it back.
  return () => {
    if (lock.isOpen) lock.close();
  };
};

/**
 * Takes the right to write, by an operating-system lock on a small file beside the data; it ends
 * with the process however that ends, so nothing stale is left behind. Returns a function that
 * gives the right back. Throws `StoreInUse` when it is taken, `NoRegularFile` where something else
 * lies there. Network file systems are not supported.
 */
export const takeWriterLock = (file: string): (() => void) => {
  makePrivateFile(`${file}-lock`);
  requireRegular(`${file}-lock`);
  try {
    return lockExclusively(`${file}-lock`);
  } catch (error) {
    const code = errorCodeOf(error);
    if (isTaken.has(code)) throw new StoreInUse(file);
    if (!isDamaged.has(code)) throw naming(`${file}-lock`, error);
    // Nothing is ever kept in it, and nobody can hold what is no database.
    truncateSync(`${file}-lock`);
    return lockExclusively(`${file}-lock`);
  }
};

/** The same; undefined where it is taken. */
export const findWriterLock = (file: string): (() => void) | undefined => {
  try {
    return takeWriterLock(file);
  } catch (error) {
    if (error instanceof StoreInUse) return undefined;
    throw error;
  }
};
