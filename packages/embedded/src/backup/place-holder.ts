import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";
import { parseJson } from "./manifest.ts";

/**
 * Who makes a backup in a place. The moments are for people alone: the clocks of two machines are
 * never held against each other.
 */
export const PlaceHolder = z.object({
  kind: z.literal("sogoc-backup-under-way"),
  format: z.literal(1),
  /** Drawn anew for each backup. */
  token: z.string(),
  /** Hash of the installation's first event; null where its log does not tell. */
  installation: z.string().nullable(),
  machine: z.string().max(255),
  process: z.int().min(1),
  /**
   * Start of the machine's system and the numbering that the process is counted in; null where the
   * system tells neither.
   */
  system: z.string().nullable(),
  startedAt: z.string().max(40),
  renewedAt: z.string().max(40),
  /** Counted up, also by a machine whose clock stands still. */
  renewals: z.int().min(0),
});
export type PlaceHolder = z.infer<typeof PlaceHolder>;

/** Two machines of one name, as after a copy, differ in it, and so do two containers. */
const readSystem = (): string | null => {
  try {
    const start = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${start} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return null;
  }
};

export const createHolder = (installation: string | null, now: Date): PlaceHolder => ({
  kind: "sogoc-backup-under-way",
  format: 1,
  token: randomUUID(),
  installation,
  machine: hostname(),
  process: process.pid,
  system: readSystem(),
  startedAt: now.toISOString(),
  renewedAt: now.toISOString(),
  renewals: 0,
});

export const textOfHolder = (holder: PlaceHolder): string => `${JSON.stringify(holder, null, 2)}\n`;

/** Undefined for what was cut off while it was written. */
export const holderIn = (text: string): PlaceHolder | undefined => parseJson(PlaceHolder, text);

/**
 * True only where nobody can be at work under that number any more: it is a number of this very
 * system, and no process has it.
 */
export const isSurelyDead = (holder: PlaceHolder): boolean => {
  if (holder.system === null || holder.system !== readSystem()) return false;
  try {
    process.kill(holder.process, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
};

/** Whose backup is under way, Vietnamese first. */
export const namesOfHolder = (
  holder: PlaceHolder | undefined,
  own: string | null,
): { readonly vi: string; readonly en: string } => {
  if (!holder)
    return {
      vi: "không rõ của hệ thống nào (tệp khóa dở dang)",
      en: "whose is not known (its lock is half written)",
    };
  const { installation, machine, process: number, startedAt } = holder;
  const short = installation?.slice(0, 12) ?? "?";
  const isOwn = installation !== null && installation === own;
  const by = {
    vi: isOwn ? `chính hệ thống này (${short}; máy cũ còn chạy?)` : `hệ thống ${short}`,
    en: isOwn ? `this very installation (does an older machine of it still run?)` : `installation ${short}`,
  };
  return {
    vi: `của ${by.vi}, máy ${machine}, tiến trình ${number}, bắt đầu ${startedAt} theo đồng hồ máy ấy`,
    en: `of ${by.en}, machine ${machine}, process ${number}, begun ${startedAt} by its own clock`,
  };
};
