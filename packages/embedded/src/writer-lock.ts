import { DatabaseSync } from "node:sqlite";
import { makePrivateFile } from "./private-files.ts";

/** Another program, or another opening in this one, writes to the file. */
export class StoreInUse extends Error {
  constructor(file: string) {
    super(
      `${file} đang được một chương trình khác mở (máy chủ còn chạy?); hãy tắt nó trước / is already open for writing: only one program may write to it`,
    );
    this.name = "StoreInUse";
  }
}

/**
 * Takes the right to write, by an operating-system lock on a small file beside the data; it ends
 * with the process however that ends, so nothing stale is left behind. Returns a function that
 * gives the right back. Throws `StoreInUse` when it is taken. Network file systems are not
 * supported.
 */
export const takeWriterLock = (file: string): (() => void) => {
  makePrivateFile(`${file}-lock`);
  const lock = new DatabaseSync(`${file}-lock`, { timeout: 0 });
  try {
    // Nothing is ever written: the open transaction alone keeps the file's exclusive lock.
    lock.exec("PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE");
  } catch {
    lock.close();
    throw new StoreInUse(file);
  }
  return () => lock.close();
};
