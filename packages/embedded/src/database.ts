import { closeSync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { engineFaultFrom } from "./engine-fault.ts";
import { makePrivateFile, makePrivateFolder } from "./private-files.ts";
import { requireRegular } from "./regular-files.ts";

const OLDEST_SQLITE = "3.51.3";

/** What makes a file ours, and of which format. */
export interface FileKind {
  readonly name: string;
  /**
   * Four ASCII letters as a number, stored in the header so that other files are not mistaken for
   * ours.
   */
  readonly applicationId: number;
  /** Raised when an older program could no longer read the file. */
  readonly format: number;
  /** Statements that make an empty file into one of this kind. */
  readonly schema: string;
}

export interface OpenFileOptions {
  readonly file: string;
  readonly kind: FileKind;
  readonly synchronous: "FULL" | "NORMAL";
  readonly readOnly?: boolean | undefined;
  /** Page cache in KiB. */
  readonly cacheKiB?: number | undefined;
}

/** 1.2.10 is newer than 1.2.9. */
const isOlder = (version: string, than: string): boolean => {
  const [a, b] = [version, than].map((text) => text.split(".").map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
};

/** Throws when this Node carries an SQLite with known defects in WAL mode. */
export const checkSqliteVersion = (version: string = process.versions["sqlite"] ?? "none"): void => {
  if (version === "none" || isOlder(version, OLDEST_SQLITE)) {
    throw new Error(`SQLite ${OLDEST_SQLITE} or newer is needed, this Node carries ${version}: use Node 24.`);
  }
};

export const readPragma = (database: DatabaseSync, name: string): number =>
  Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0] ?? 0);

/** A new file survives a power cut only when its folder's entry does. */
export const syncFolder = (folder: string): void => {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** Why the file is not one of this kind, undefined when all is well; an empty file is well. */
const findMismatch = (database: DatabaseSync, file: string, kind: FileKind): string | undefined => {
  const applicationId = readPragma(database, "application_id");
  const format = readPragma(database, "user_version");
  if (applicationId !== 0 && applicationId !== kind.applicationId)
    return `${file} is not a ${kind.name} file.`;
  if (format > kind.format) {
    return `${file} has format ${format}, this program knows up to ${kind.format}: use a newer program.`;
  }
  const tables = Number(database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"] ?? 0);
  if (applicationId === 0 && tables > 0) return `${file} is not a ${kind.name} file.`;
  return undefined;
};

/** A file of another kind, of a newer format, or with pages that do not hang together. */
export class NotOurFile extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotOurFile";
  }
}

/** The same error with the file as its path: SQLite does not say of which one it speaks. */
export const naming = (file: string, error: unknown): unknown =>
  error instanceof Error && !("path" in error) ? Object.assign(error, { path: file }) : error;

const openDatabase = (file: string, readOnly: boolean): DatabaseSync => {
  requireRegular(file);
  try {
    return new DatabaseSync(file, { readOnly, timeout: 5_000 });
  } catch (error) {
    throw naming(file, error);
  }
};

/**
 * Opens or makes a file in WAL mode. Throws when it is another kind of file, of a newer format, or
 * no file at all.
 */
export const openFile = (options: OpenFileOptions): DatabaseSync => {
  const { file, kind, synchronous, readOnly = false, cacheKiB = 32_768 } = options;
  checkSqliteVersion();
  if (!readOnly) {
    makePrivateFolder(dirname(file));
    makePrivateFile(file);
  }
  const database = openDatabase(file, readOnly);
  try {
    const mismatch = findMismatch(database, file, kind);
    if (mismatch) throw new NotOurFile(mismatch);
    database.exec(`PRAGMA cache_size=-${cacheKiB}; PRAGMA recursive_triggers=ON; PRAGMA trusted_schema=OFF`);
    if (readOnly) return database;
    // A page that is written often goes back into the main file once in 16 MiB of log, and not four
    // times.
    database.exec(
      `PRAGMA journal_mode=WAL; PRAGMA synchronous=${synchronous}; PRAGMA wal_autocheckpoint=4000`,
    );
    if (readPragma(database, "user_version") === 0) {
      database.exec(`BEGIN IMMEDIATE; ${kind.schema};
        PRAGMA application_id=${kind.applicationId}; PRAGMA user_version=${kind.format}; COMMIT`);
      syncFolder(dirname(file));
    }
    return database;
  } catch (error) {
    database.close();
    throw naming(file, error);
  }
};

/**
 * Runs the work in one transaction; anything thrown rolls it back. Throws `EngineUnavailable` for a
 * full disk and the like.
 */
export const inTransaction = <Result>(database: DatabaseSync, work: () => Result): Result => {
  try {
    database.exec("BEGIN IMMEDIATE");
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    // A full disk or an I/O error has rolled back by itself already.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw engineFaultFrom(error, database.location());
  }
};

/** Runs the work; where it throws, the file is closed first, and named in the error. */
export const orClose = <Result>(database: DatabaseSync, work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    const file = database.location();
    database.close();
    throw file === null ? error : naming(file, error);
  }
};
