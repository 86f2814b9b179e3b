import type { HealthCheck } from "@sogoc/http";
import { Gauge, type Registry } from "prom-client";
import type { BackupStatus } from "./backup-due.ts";

/** A note beside the readiness: a server without a backup serves all the same. */
export const backupNote = (find: () => Promise<BackupStatus>): HealthCheck => ({
  name: "backup",
  advisory: true,
  async findFault() {
    const { state, lastGoodAt, lost } = await find();
    const losses = lost > 0 ? `, files lost: ${lost}` : "";
    return state === "good" ? undefined : `${state}, last good one: ${lastGoodAt ?? "none"}${losses}`;
  },
});

/** When the last good backup was made, and whether somebody should look. */
export const addBackups = (metrics: Registry, find: () => Promise<BackupStatus>): void => {
  new Gauge({
    name: "sogoc_backup_last_good_timestamp_seconds",
    help: "When the last good backup was finished; 0 where there is none",
    registers: [metrics],
    async collect() {
      const { lastGoodAt } = await find();
      this.set(lastGoodAt === null ? 0 : Date.parse(lastGoodAt) / 1000);
    },
  });
  new Gauge({
    name: "sogoc_backup_lost_files",
    help: "Files that events name and that were lost when the last good backup was made",
    registers: [metrics],
    async collect() {
      this.set((await find()).lost);
    },
  });
  new Gauge({
    name: "sogoc_backup_wanting",
    help: "1 while the last good backup is too old, failed since, lacks files, or is none, and while the log is damaged",
    registers: [metrics],
    async collect() {
      this.set((await find()).state === "good" ? 0 : 1);
    },
  });
};
