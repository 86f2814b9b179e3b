import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeTextWhole } from "./durable-files.ts";
import { parseJson } from "./manifest.ts";

/**
 * Number of what the program writes: files' formats and events. Raised with each change of either,
 * which a test forces, so that two builds of one version are told apart by what they write.
 */
export const STORAGE_FORMAT = 4;

/** Which program opened a data folder last; `storage` is 0 for programs that had no such number. */
export const ProgramStamp = z.object({ version: z.string().max(64), storage: z.int().min(0).default(0) });
export type ProgramStamp = z.infer<typeof ProgramStamp>;

export const stampFile = (folder: string): string => join(folder, "program.json");

/** Undefined where no program that stamps has opened the folder. */
export const readStamp = async (folder: string): Promise<ProgramStamp | undefined> =>
  parseJson(ProgramStamp, await readFile(stampFile(folder), "utf8").catch(() => ""));

export const writeStamp = (folder: string, stamp: ProgramStamp): Promise<void> =>
  writeTextWhole(stampFile(folder), `${JSON.stringify(stamp)}\n`);
