import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readRegularText } from "../regular-files.ts";
import { writeTextWhole } from "./durable-files.ts";
import { parseJson } from "./manifest.ts";

/**
 * Number of what the program writes: files' formats and events. Raised with each change of either,
 * which a test forces, so that two builds of one version are told apart by what they write.
 */
export const STORAGE_FORMAT = 13;

/** Which program opened a data folder last; `storage` is 0 for programs that had no such number. */
export const ProgramStamp = z.object({ version: z.string().max(64), storage: z.int().min(0).default(0) });
export type ProgramStamp = z.infer<typeof ProgramStamp>;

export const stampFile = (folder: string): string => join(folder, "program.json");

/** What stands there is no stamp: cut off, rotten or written by hand. */
export const UNREADABLE = "unreadable";

/**
 * Undefined where no program that stamps has opened the folder. Throws what the system says, with
 * the file's path, where the file may not or cannot be read.
 */
export const readStamp = async (folder: string): Promise<ProgramStamp | typeof UNREADABLE | undefined> => {
  const file = stampFile(folder);
  if (!existsSync(file)) return undefined;
  const text = await readRegularText(file, { follow: true }).catch((error: unknown) => {
    // A folder can be opened, and only its reading fails, which names no path.
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  });
  return parseJson(ProgramStamp, text) ?? UNREADABLE;
};

/** The same for whoever has no use for what cannot be read. */
export const findStamp = async (folder: string): Promise<ProgramStamp | undefined> => {
  const stamp = await readStamp(folder).catch(() => undefined);
  return stamp === UNREADABLE ? undefined : stamp;
};

export const writeStamp = (folder: string, stamp: ProgramStamp): Promise<void> =>
  writeTextWhole(stampFile(folder), `${JSON.stringify(stamp)}\n`);
