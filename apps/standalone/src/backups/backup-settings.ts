import { InstallationEnvironment } from "@sogoc/host/command-environment";
import { z } from "zod";

const AT = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Settings of the backups that a server makes by itself. */
export const BackupEnvironment = {
  SOGOC_BACKUP_TO: InstallationEnvironment.SOGOC_BACKUP_TO,
  SOGOC_BACKUP_AT: z
    .string()
    .regex(AT, "phải là giờ và phút HH:MM, ví dụ 02:00 / must be a time of day HH:MM, such as 02:00")
    .default("02:00")
    .describe("Time of day in Viet Nam, HH:MM"),
  SOGOC_BACKUP_KEEP: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(14)
    .describe("So many backups are kept"),
  SOGOC_BACKUP_RECIPIENT: InstallationEnvironment.SOGOC_BACKUP_RECIPIENT,
  SOGOC_BACKUP_WARN_HOURS: z.coerce
    .number()
    .min(1)
    .default(50)
    .describe("The first page warns when the last good backup is older than so many hours"),
};

const Settings = z.object(BackupEnvironment);

export interface BackupSettings {
  /** Undefined where the server makes none by itself. */
  readonly to: string | undefined;
  /** Minutes after midnight in Viet Nam. */
  readonly atMinute: number;
  readonly keep: number;
  readonly recipient: string | undefined;
  readonly warnAfterMs: number;
}

const HOUR_MS = 3_600_000;

export const backupSettingsOf = (value: z.infer<typeof Settings>): BackupSettings => {
  const [, hour, minute] = AT.exec(value.SOGOC_BACKUP_AT) ?? [];
  return {
    to: value.SOGOC_BACKUP_TO,
    atMinute: Number(hour) * 60 + Number(minute),
    keep: value.SOGOC_BACKUP_KEEP,
    recipient: value.SOGOC_BACKUP_RECIPIENT,
    warnAfterMs: value.SOGOC_BACKUP_WARN_HOURS * HOUR_MS,
  };
};
