import { BackupRefused, backupFailures, diskFaultInWords, findDiskFault } from "@sogoc/embedded";
import { z } from "zod";

/** Why a backup was not made, or a place cannot be used. */
export const BackupFault = z.object({ reason: z.string(), failure: z.enum(backupFailures) });
export type BackupFault = z.infer<typeof BackupFault>;

export const faultFrom = (error: unknown): BackupFault => {
  if (error instanceof BackupRefused) return { reason: error.message, failure: error.failure };
  const reason = diskFaultInWords(error) ?? (error instanceof Error ? error.message : "unknown");
  return { reason, failure: findDiskFault(error)?.code ?? "other" };
};
