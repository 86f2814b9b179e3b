import { dirname } from "node:path";
import {
  EngineUnavailable,
  StorageDamaged,
  StorageFailing,
  StorageFull,
  StorageReadOnly,
  storageFaultFrom,
} from "@sogoc/core";
import { findWriteFault } from "./write-fault.ts";

/** SQLite's codes for a file or memory that is not there for it: BUSY, LOCKED, NOMEM. */
const PASSING: ReadonlySet<number> = new Set([5, 6, 7]);

/** CORRUPT, NOTADB: the file is not what was written. */
const DAMAGE: ReadonlySet<number> = new Set([11, 26]);

const [READONLY, IO_ERROR, FULL, CANNOT_OPEN] = [8, 10, 13, 14];
const OF_THE_DISK: ReadonlySet<number> = new Set([READONLY, IO_ERROR, CANNOT_OPEN]);

/** The same for what a look at the disk itself says. */
const faultOf = (fault: Error): EngineUnavailable => {
  const known = storageFaultFrom(fault);
  return known instanceof EngineUnavailable ? known : new StorageFailing(fault);
};

/**
 * SQLite says the same of a disk that takes nothing, one that was taken away, one that fails, and a
 * share of it that is used up. What is the matter is asked of the disk.
 */
const diskFaultOf = (error: Error, code: number, file: string): EngineUnavailable => {
  const found = findWriteFault(dirname(file), { expected: file });
  if (found) return faultOf(found);
  // It takes files: only this one it does not.
  if (code === READONLY) return new StorageReadOnly(error);
  return code === IO_ERROR ? new StorageFailing(error) : new EngineUnavailable("SQLite", error);
};

/**
 * The same error, or where the machine and not what was asked for is its cause, one that says so:
 * nothing is parked for that. `file` is the database's, whose disk is looked at where SQLite does
 * not say what is the matter with it.
 */
export const engineFaultFrom = (error: unknown, file?: string | null): unknown => {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return error;
  // The lower byte: the rest says where it happened.
  const code = error.errcode & 0xff;
  if (code === FULL) return new StorageFull(error);
  if (DAMAGE.has(code)) return new StorageDamaged(error);
  if (OF_THE_DISK.has(code))
    return typeof file === "string" ? diskFaultOf(error, code, file) : new EngineUnavailable("SQLite", error);
  return PASSING.has(code) ? new EngineUnavailable("SQLite", error) : error;
};
