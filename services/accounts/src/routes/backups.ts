import type { ServiceApp } from "@sogoc/http";
import { z } from "zod";

const Status = z.object({
  state: z
    .enum([
      "good",
      "old",
      "failed",
      "losses",
      "damaged-secrets",
      "damaged-log",
      "only-copied",
      "none",
      "wrong-key",
      "no-place",
      "elsewhere",
    ])
    .describe(
      "`old`: the last good backup is older than it may be; `failed`: a later one failed; `losses`: it is made, and `lost` files that events name were lost before it; `damaged-secrets`: it is made, and `damagedSecrets` passwords or keys are not what was written; `damaged-log`: the log itself is damaged, and what was saved of it last is no good backup; `only-copied`: it is made, and of `onlyCopied` files only the copy is right any more; `none`: there never was one; `wrong-key`: none is made, since the place is encrypted to another key than the one that is wanted, or to none; `no-place`: none is made, since no place is set; `elsewhere`: the installation's engines are backed up by other means.",
    ),
  lastGoodAt: z.iso.datetime().nullable(),
  lastGoodPlace: z.string().nullable(),
  onlyCopied: z.int().describe("Files of which only the copy in the backup is right any more."),
  damagedSecrets: z.int().describe("Passwords and keys that were damaged when the last good one was made."),
  lost: z.int().describe("Files that events name and that were lost when the last good one was made."),
  place: z.string().nullable().describe("Where backups are due; null where no place is set."),
  reason: z
    .enum([
      "no-room",
      "no-access",
      "read-only",
      "disk-error",
      "place-gone",
      "wrong-path",
      "file-too-large",
      "wrong-place",
      "other-installation",
      "newer-there",
      "wrong-key",
      "data-damaged",
      "cut-off",
      "place-in-use",
      "other",
    ])
    .nullable()
    .describe("Why the last backup that was due failed."),
  storageFull: z.boolean().describe("The server's disk has no room: nothing can be written."),
  storageLow: z.boolean().describe("The server's disk has little room left."),
  storageFault: z
    .enum(["read-only", "no-access", "gone", "disk-error", "other"])
    .nullable()
    .describe(
      "Why nothing can be written although there is room: the server's disk can only be read, its rights were changed, it is not there any more, or it reports errors; null while it can be written to.",
    ),
  missingFiles: z
    .int()
    .describe("Scans and other files that events name and that are not in the server's data folder."),
  clockBehind: z
    .object({ now: z.iso.datetime(), last: z.iso.datetime() })
    .nullable()
    .describe(
      "The server's clock, and when the last event was written, where that lies later; null where the clock may be right.",
    ),
  logDamaged: z
    .boolean()
    .describe("Something in the server's log could not be read any more since the server was started."),
});
type Status = z.infer<typeof Status>;

/** How the installation's backups stand; left out where other means make them. */
export type FindBackupStatus = () => Promise<Status>;

/** For those who can do something about it: the first page warns them. */
export const backupRoutes = (app: ServiceApp, find: FindBackupStatus | undefined): void => {
  app.get(
    "/backups",
    {
      config: { permission: { roles: ["system-admin", "unit-admin"], area: "narrowed-by-query" } },
      schema: {
        tags: ["backups"],
        summary: "Sao lưu gần nhất / How the backups stand",
        response: { 200: Status },
      },
    },
    async (): Promise<Status> =>
      find
        ? find()
        : {
            state: "elsewhere",
            lastGoodAt: null,
            lastGoodPlace: null,
            lost: 0,
            onlyCopied: 0,
            damagedSecrets: 0,
            place: null,
            reason: null,
            storageFull: false,
            storageLow: false,
            storageFault: null,
            missingFiles: 0,
            clockBehind: null,
            logDamaged: false,
          },
  );
};
