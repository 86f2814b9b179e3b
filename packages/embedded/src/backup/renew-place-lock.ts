import { closeSync, constants, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { holderIn, textOfHolder } from "./place-holder.ts";

/** Neither followed to another file, nor waited for; systems without the words go without. */
export const HELD_FILE = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Says in the lock that its holder is at work. False where it is somebody else's by now, or gone.
 * Read and written through one opening: where the file was put away meanwhile, only what was put
 * away is written to. Throws where the place cannot be reached.
 */
export const renewPlaceLock = (file: string, token: string): boolean => {
  let opened: number;
  try {
    opened = openSync(file, HELD_FILE);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
  try {
    const text = readFileSync(opened, "utf8");
    const holder = holderIn(text);
    if (holder?.token !== token) return false;
    const { renewals } = holder;
    const renewed = { ...holder, renewals: renewals + 1, renewedAt: new Date().toISOString() };
    // Never shorter than what was there, so that nothing of it is left behind.
    writeSync(opened, textOfHolder(renewed), 0);
    fsyncSync(opened);
    return true;
  } finally {
    closeSync(opened);
  }
};
