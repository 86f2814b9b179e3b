import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeTextWhole } from "./durable-files.ts";
import { parseJson } from "./manifest.ts";

const Good = z.object({
  at: z.iso.datetime(),
  place: z.string(),
  /** Name of the backup within its place. */
  set: z.string(),
  position: z.int(),
  /** Blobs that were lost before. */
  lost: z.int(),
});

const Failure = z.object({ at: z.iso.datetime(), place: z.string(), reason: z.string() });

const BackupState = z.object({ good: Good.nullable(), failure: Failure.nullable() });

/** The last backup of a data folder that succeeded, and the last one that was due and failed since, if any. */
export type BackupState = z.infer<typeof BackupState>;

const fileOf = (folder: string): string => join(folder, "last-backup.json");

/** Nothing is known where the file is not there or cannot be read. */
export const readBackupState = async (folder: string): Promise<BackupState> => {
  const text = await readFile(fileOf(folder), "utf8").catch(() => "");
  return parseJson(BackupState, text) ?? { good: null, failure: null };
};

const write = (folder: string, state: BackupState): Promise<void> =>
  writeTextWhole(fileOf(folder), `${JSON.stringify(state, null, 2)}\n`);

/** What failed before is settled by it. */
export const noteGoodBackup = (folder: string, good: z.infer<typeof Good>): Promise<void> =>
  write(folder, { good, failure: null });

export const noteFailedBackup = async (folder: string, failure: z.infer<typeof Failure>): Promise<void> =>
  write(folder, { good: (await readBackupState(folder)).good, failure });

const keyFileOf = (folder: string): string => join(folder, "backup-key.json");
const KeyFile = z.object({ recipient: z.string() });

/** The public key that backups of the folder are encrypted to; undefined before there is one. */
export const readRecipient = async (folder: string): Promise<string | undefined> =>
  parseJson(KeyFile, await readFile(keyFileOf(folder), "utf8").catch(() => ""))?.recipient;

export const keepRecipient = (folder: string, recipient: string): Promise<void> =>
  writeTextWhole(keyFileOf(folder), `${JSON.stringify({ recipient }, null, 2)}\n`);
