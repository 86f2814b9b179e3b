import { EngineUnavailable, StorageDamaged, StorageFull } from "@sogoc/core";

/**
 * SQLite's codes for a disk, a file or memory that is not there for it: BUSY, LOCKED, NOMEM,
 * READONLY, IOERR, CANTOPEN.
 */
const FAULTS: ReadonlySet<number> = new Set([5, 6, 7, 8, 10, 14]);

/** CORRUPT, NOTADB: the file is not what was written. */
const DAMAGE: ReadonlySet<number> = new Set([11, 26]);

const FULL = 13;

/**
 * The same error, or where the machine and not what was asked for is its cause, one that says so:
 * nothing is parked for that.
 */
export const engineFaultFrom = (error: unknown): unknown => {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return error;
  // The lower byte: the rest says where it happened.
  const code = error.errcode & 0xff;
  if (code === FULL) return new StorageFull(error);
  if (DAMAGE.has(code)) return new StorageDamaged(error);
  return FAULTS.has(code) ? new EngineUnavailable("SQLite", error) : error;
};
