import { z } from "zod";

/** Which installation is meant: what a server and the commands on it read alike. */
export const InstallationEnvironment = {
  SOGOC_DATA: z.string().optional().describe("Data folder; without it a demo folder below .data"),
  SOGOC_NAMES: z
    .string()
    .optional()
    .describe("Names and addresses that people come by, divided by commas: for the office's own authority"),
  SOGOC_BACKUP_TO: z
    .string()
    .optional()
    .describe(
      "Place of the backups, best on another machine (a mounted share or disk); without it none are made",
    ),
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
