import { existsSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { messageOf } from "@sogoc/core";
import { findDiskFault } from "./backup/disk-fault.ts";
import { readUntouched } from "./read-untouched.ts";

/**
 * What is wrong with the file of the secrets itself, in SQLite's words; undefined where its pages
 * hang together, and where a right or another program keeps it from being read: what opens it says
 * so.
 */
export const secretsDamage = (file: string): string | undefined => {
  try {
    return readUntouched(file, (database) => {
      const { quick_check: found } = database.prepare("PRAGMA quick_check(1)").get() ?? {};
      return found === undefined || found === "ok" ? undefined : String(found);
    });
  } catch (error) {
    return findDiskFault(error)?.code === "data-damaged" ? messageOf(error) : undefined;
  }
};

/**
 * Gives a damaged file of secrets another name, with all that belongs to it, so that a new one can
 * be made: somebody may still get something out of it. Answers the name.
 */
export const setSecretsAside = (file: string, at: Date): string => {
  const name = `aside-secrets-${at.toISOString().replaceAll(/[:.]/g, "-")}`;
  const aside = join(dirname(file), `${name}.sqlite`);
  for (const end of ["-wal", "-shm", "-journal", ""])
    if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${aside}${end}`);
  return aside;
};
