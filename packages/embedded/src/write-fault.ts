import { closeSync, constants, fsyncSync, openSync, statSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import { WRITE_PROBE } from "./own-names.ts";
import { PRIVATE_FILE } from "./private-files.ts";

/** A block of a disk: less may find room in what a file already has. */
const PROBE = Buffer.alloc(4_096);

const FLAGS = constants.O_CREAT | constants.O_WRONLY | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);

/**
 * Asked of the disk itself: a share of it may be used up, and one that fails looks like any other.
 */
const write = (file: string): void => {
  const handle = openSync(file, FLAGS, PRIVATE_FILE);
  try {
    writeSync(handle, PROBE);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
    unlinkSync(file);
  }
};

/**
 * What the system says when a file is written to a folder; undefined where it can be. `expected` is
 * a file that has to be there: where a disk was taken away, its mount point is an empty folder that
 * can be written to. `name` is what is written there, for a folder that is not ours alone.
 */
export const findWriteFault = (
  folder: string,
  { expected, name = WRITE_PROBE }: { readonly expected?: string | undefined; readonly name?: string } = {},
): Error | undefined => {
  try {
    if (expected !== undefined) statSync(expected);
    write(join(folder, name));
    return undefined;
  } catch (error) {
    // What is written there is nobody's concern: the folder is.
    if (error instanceof Error)
      return "path" in error && error.path !== expected ? Object.assign(error, { path: folder }) : error;
    throw error;
  }
};
