import { resolve } from "node:path";
import { z } from "zod";
import { readSettings } from "./environment.ts";

/** As no shell has replaced it: a folder of this name would be made wherever the program lies. */
export const isHomeOfShell = (path: string): boolean => path === "~" || /^~[/\\]/.test(path);

export const HOME_OF_SHELL =
  "dấu ~ chỉ có nghĩa với dòng lệnh, ngoài dấu nháy: ghi đường dẫn đầy đủ, như /home/thu/sogoc / the ~ means something to a shell alone, outside of quotes: write the whole path, such as /home/thu/sogoc";

/** Of this machine, whole: what is printed of it can be copied into another command. */
const Path = z
  .string()
  .refine((path) => !isHomeOfShell(path), { error: HOME_OF_SHELL })
  .transform((path) => resolve(path));

/** Which installation is meant: what a server and the commands on it read alike. */
export const InstallationEnvironment = {
  SOGOC_DATA: Path.optional().describe("Data folder; without it a demo folder below .data"),
  SOGOC_NAMES: z
    .string()
    .optional()
    .describe("Names and addresses that people come by, divided by commas: for the office's own authority"),
  SOGOC_BACKUP_TO: Path.optional().describe(
    "Place of the backups, best on another machine (a mounted share or disk); without it none are made",
  ),
  SOGOC_BACKUP_RECIPIENT: z
    .string()
    .regex(
      /^age1[0-9a-z]{58}$/,
      "phải là khóa công khai age1… (62 ký tự), không phải khóa bí mật AGE-SECRET-KEY-… / must be a public key age1… (62 characters), not a secret key",
    )
    .optional()
    .describe("Public key (age) of one's own; without it one is made and its secret key is printed once"),
};

/** The public key that backups in a new place are sealed with; undefined where none is set. */
export const backupRecipientIn = (environment: NodeJS.ProcessEnv): string | undefined => {
  const { SOGOC_BACKUP_RECIPIENT } = InstallationEnvironment;
  return readSettings(z.object({ SOGOC_BACKUP_RECIPIENT }), environment).SOGOC_BACKUP_RECIPIENT;
};

/** Settings of the commands. */
export const CommandEnvironment = z.object({
  ...InstallationEnvironment,
  SOGOC_CODE: z.string().optional().describe("Code of the second factor of the one who is named by --as"),
  SOGOC_PASSWORD: z.string().optional().describe("Password of the one who is named by --as"),
  SOGOC_EVENTSTORE_ADMIN_URL: z
    .string()
    .optional()
    .describe("EventStoreDB with an administrator's name and password, for `engines prepare` alone"),
  SOGOC_BACKUP_KEY: z.string().optional().describe("Secret key that opens encrypted backups"),
});

export type CommandSetting = keyof typeof CommandEnvironment.shape;
