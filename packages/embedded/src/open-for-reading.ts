import { copyFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { requireRegular } from "./regular-files.ts";
import { findWriteFault } from "./write-fault.ts";

const TIMEOUT_MS = 5_000;

/** As the temporary folders of every program of ours begin: what is left of one is swept. */
const COPIES = "sogoc-work-";

/** SQLite's codes for what it could not write or make: READONLY, IOERR, CANTOPEN. */
const NOT_WRITTEN: ReadonlySet<number> = new Set([8, 10, 14]);

const isNotWritten = (error: unknown): boolean =>
  error instanceof Error &&
  "errcode" in error &&
  typeof error.errcode === "number" &&
  NOT_WRITTEN.has(error.errcode & 0xff);

/** Asks something of the file: SQLite looks at what lies beside it only then. */
const opened = (file: string | URL, readOnly: boolean): DatabaseSync => {
  const database = new DatabaseSync(file, { readOnly, timeout: TIMEOUT_MS });
  try {
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

const isWritten = (log: string): boolean => (statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 0;

/** Opens a file of which SQLite is told that nobody changes it: it then makes nothing beside it. */
export const openUnchanged = (file: string): DatabaseSync => {
  const url = pathToFileURL(file);
  url.searchParams.set("immutable", "1");
  return opened(url, true);
};

/**
 * Opens a copy of a file and of what was written to it last, and removes the copy's name at once:
 * nobody else finds it, and it ends with whoever has it open.
 */
const openCopy = (file: string): DatabaseSync => {
  const folder = mkdtempSync(join(tmpdir(), COPIES));
  try {
    const copy = join(folder, basename(file));
    for (const end of ["", "-wal"]) copyFileSync(`${file}${end}`, `${copy}${end}`);
    const whole = opened(copy, false);
    // What stands in the write-ahead log comes into the file itself.
    whole.exec("PRAGMA journal_mode=DELETE");
    whole.close();
    return opened(copy, true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/**
 * Opens a file for reading, also while another program writes to it, and where its disk can only be
 * read: SQLite makes a file beside a database in use, which such a disk does not take. Throws
 * `NoRegularFile`, and what SQLite says.
 */
export const openForReading = (file: string): DatabaseSync => {
  requireRegular(file);
  try {
    return opened(file, true);
  } catch (error) {
    if (!isNotWritten(error) || !findWriteFault(dirname(file), { expected: file })) throw error;
    return isWritten(`${file}-wal`) ? openCopy(file) : openUnchanged(file);
  }
};
