import { randomUUID } from "node:crypto";
import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { shellWord } from "@sogoc/core";
import { type BackupFailure, dataFiles, findDiskFault, findWriteFault } from "@sogoc/embedded";
import type { HealthCheck } from "@sogoc/http";
import { Gauge, type Registry } from "prom-client";

interface Room {
  /** Bytes that this account may still write. */
  readonly free: number;
  readonly total: number;
  /** New files that may be made, and files in all; endless where the file system counts none. */
  readonly freeFiles: number;
  readonly totalFiles: number;
}

/** Undefined where the place cannot be asked. */
const readRoom = async (place: string): Promise<Room | undefined> => {
  try {
    const { bavail, blocks, bsize, files, ffree } = await statfs(place);
    const [freeFiles, totalFiles] = files > 0 ? [ffree, files] : [Infinity, Infinity];
    return { free: bavail * bsize, total: blocks * bsize, freeFiles, totalFiles };
  } catch {
    return undefined;
  }
};

/**
 * Less than this, or than a hundredth of a small disk, is full: the next workbook does not fit, nor
 * does a write-ahead log.
 */
const FULL_BELOW = 16 * 2 ** 20;

/** A zip of scans needs one for each. */
const [FULL_BELOW_FILES, LOW_BELOW_FILES] = [2_000, 50_000];

const isFull = ({ free, total, freeFiles, totalFiles }: Room): boolean =>
  free < Math.min(FULL_BELOW, total / 100) || freeFiles < Math.min(FULL_BELOW_FILES, totalFiles / 100);

const placesOf = (folder: string): readonly (readonly [name: string, place: string])[] => [
  ["data", folder],
  // Uploads are received here.
  ["temporary", tmpdir()],
];

/** Less than this, or than a tenth of a small disk, is told while there is time to make room. */
const LOW_BELOW = 2 * 2 ** 30;

const isLow = ({ free, total, freeFiles, totalFiles }: Room): boolean =>
  free < Math.min(LOW_BELOW, total / 10) || freeFiles < Math.min(LOW_BELOW_FILES, totalFiles / 10);

/** Why nothing can be written to a disk that has room. */
export type StorageFault = "read-only" | "no-access" | "gone" | "disk-error" | "other";

const faultsByCode: Readonly<Partial<Record<BackupFailure, StorageFault>>> = {
  "read-only": "read-only",
  "no-access": "no-access",
  "place-gone": "gone",
  "disk-error": "disk-error",
};

/** How much may still be written, and where it is least. */
export interface StorageRoom {
  /** `fault`: nothing can be written or nothing is there, and room is not the matter. */
  readonly level: "enough" | "low" | "full" | "fault";
  readonly fault?: StorageFault | undefined;
  /** What the place is for; undefined where there is enough. */
  readonly name?: string | undefined;
  readonly place?: string | undefined;
}

interface LookOptions {
  /** The log's file is open: where it is not there any more, its disk was taken away. */
  readonly isOpen?: boolean | undefined;
}

/** What becomes of a file that is written there; undefined where all is well. */
const tryToWrite = (
  folder: string,
  [name, place]: readonly [name: string, place: string],
  { isOpen = false }: LookOptions,
): StorageRoom | undefined => {
  // Everybody of the machine may write there: nobody shall know the name before.
  const options =
    name === "data"
      ? { expected: isOpen ? dataFiles(folder).events : undefined }
      : { name: `sogoc-${randomUUID()}` };
  const error = findWriteFault(place, options);
  if (!error) return undefined;
  const code = findDiskFault(error)?.code ?? "other";
  if (code === "no-room") return { level: "full", name, place };
  return { level: "fault", fault: faultsByCode[code] ?? "other", name, place };
};

/** Looks at the disks of the data folder and of uploads under way, and writes to each. */
export const measureStorageRoom = async (folder: string, options: LookOptions = {}): Promise<StorageRoom> => {
  let found: StorageRoom = { level: "enough" };
  for (const [name, place] of placesOf(folder)) {
    const room = await readRoom(place);
    if (room && isFull(room)) return { level: "full", name, place };
    const refused = tryToWrite(folder, [name, place], options);
    if (refused) return refused;
    if (room && isLow(room) && found.level === "enough") found = { level: "low", name, place };
  }
  return found;
};

/** Strangers may ask after the health as often as they like: no disk is written to for each. */
const FRESH_MS = 1_000;

/** The same of a running server: who asks while a look is fresh is told what it has found. */
export const storageLook = (folder: string): (() => Promise<StorageRoom>) => {
  let asked = -FRESH_MS;
  let looking: Promise<StorageRoom> = Promise.resolve({ level: "enough" });
  return () => {
    const now = performance.now();
    if (now - asked < FRESH_MS) return looking;
    asked = now;
    looking = measureStorageRoom(folder, { isOpen: true });
    return looking;
  };
};

/** Not ready while the disk of the data folder, or of uploads under way, takes nothing. */
export const storageHealth = (look: () => Promise<StorageRoom>): HealthCheck => ({
  name: "storage",
  async findFault() {
    const { level, name, fault } = await look();
    if (level === "full") return `storage-full: ${name}`;
    return level === "fault" ? `storage-${fault === "other" ? "fault" : fault}: ${name}` : undefined;
  },
});

interface StorageStatus {
  readonly storageFull: boolean;
  readonly storageLow: boolean;
  /** Why nothing can be written although there is room; null where it can. */
  readonly storageFault: StorageFault | null;
  /** Files that events name and that are not in the data folder. */
  readonly missingFiles: number;
  /** The clock and the last event, where that was written later. */
  readonly clockBehind: { readonly now: string; readonly last: string } | null;
  /** Something in the log could not be read since the start. */
  readonly logDamaged: boolean;
}

/** What is watched beside the room; what is left out is well. */
interface OtherWatches {
  readonly isLogDamaged?: (() => boolean) | undefined;
  readonly countMissing?: (() => Promise<number>) | undefined;
  readonly findClockBehind?: (() => { readonly now: Date; readonly last: Date } | undefined) | undefined;
}

/**
 * What administrators' pages tell: the status of the backups, and whether anything can be written
 * at all.
 */
export const withStorage =
  <Status extends object>(
    find: () => Promise<Status>,
    findRoom: () => Promise<StorageRoom>,
    { isLogDamaged, countMissing, findClockBehind }: OtherWatches = {},
  ) =>
  async (): Promise<Status & StorageStatus> => {
    const { level, fault = null } = await findRoom();
    const behind = findClockBehind?.();
    return {
      ...(await find()),
      storageFull: level === "full",
      storageLow: level === "low",
      storageFault: level === "fault" ? fault : null,
      missingFiles: (await countMissing?.()) ?? 0,
      clockBehind: behind ? { now: behind.now.toISOString(), last: behind.last.toISOString() } : null,
      logDamaged: isLogDamaged?.() ?? false,
    };
  };

const POLL_MS = 10_000;

/** What is the matter with the disk, and what helps. */
const faultWords: Readonly<Record<StorageFault, (place: string) => readonly [vi: string, en: string]>> = {
  "read-only": (place) => [
    `Ổ DỮ LIỆU CHỈ CÒN ĐỌC ĐƯỢC: ${place} không ghi được nữa, thường vì ổ hỏng. Sao lưu ngay ra ổ khác, gọi kỹ thuật; ghi được lại là máy chủ tự ghi tiếp.`,
    `THE DATA DISK IS READ-ONLY: ${place} takes nothing any more, mostly since the disk is failing. Make a backup to another disk now, call a technician; once it can be written to, the server goes on by itself.`,
  ],
  "no-access": (place) => [
    `KHÔNG GHI ĐƯỢC DỮ LIỆU: quyền của ${place} đã bị đổi. Trả quyền ghi cho tài khoản đang chạy Sổ Gốc; có quyền là máy chủ tự ghi tiếp.`,
    `THE DATA CANNOT BE WRITTEN: the rights of ${place} were changed. Give the account that runs Sổ Gốc the right to write there; the server then goes on by itself.`,
  ],
  gone: (place) => [
    `KHÔNG CÒN THẤY DỮ LIỆU: ${place} không còn ở đó, ổ bị tháo hoặc thư mục mạng bị ngắt. Tắt máy chủ, gắn lại ổ rồi khởi động lại.`,
    `THE DATA IS NOT THERE ANY MORE: ${place}; its disk was taken away or the share is cut off. Stop the server, mount the disk again, and start it.`,
  ],
  "disk-error": (place) => [
    `Ổ DỮ LIỆU BÁO LỖI: không ghi được vào ${place}. Sao lưu ngay ra ổ khác, xem lại dây và ổ, gọi kỹ thuật.`,
    `THE DATA DISK REPORTS ERRORS: ${place} cannot be written to. Make a backup to another disk now, look at the cable and the disk, call a technician.`,
  ],
  other: (place) => [
    `KHÔNG GHI ĐƯỢC vào ${place}: máy có thể đang mở quá nhiều tệp; xem nhật ký của máy.`,
    `NOTHING CAN BE WRITTEN to ${place}: too many files may be open on this machine; see its journal.`,
  ],
};

/** Of a disk that may be lost soon, what saves the data. */
const savesFrom: ReadonlySet<unknown> = new Set<StorageFault>(["read-only", "disk-error"]);

const wordsOf = ({ level, fault = "other", name, place = "" }: StorageRoom): string => {
  if (level === "enough")
    return "Đã ghi được và đủ chỗ lưu trữ. / It can be written to, and there is room enough again.";
  if (level === "fault") {
    const command = `\n  npm run sogoc -- backup <ổ khác / another disk> --data ${shellWord(place)}`;
    return `${faultWords[fault](place).join("\n")}${name === "data" && savesFrom.has(fault) ? command : ""}`;
  }
  if (level === "low")
    return `SẮP HẾT CHỖ LƯU TRỮ: ổ chứa ${place} còn ít chỗ, hãy dọn bớt trước khi đầy. / STORAGE RUNS LOW: the disk of ${place}; make room before it is full.`;
  return `HẾT CHỖ LƯU TRỮ: máy chủ không ghi được gì nữa, hãy dọn chỗ ở ổ chứa ${place}; có chỗ là máy chủ tự ghi tiếp. / NO STORAGE LEFT: nothing can be written, make room on the disk of ${place}; the server then goes on by itself.`;
};

/**
 * Tells, in a line for whoever runs the server, when room runs low, when there is none any more,
 * and when there is enough again.
 */
export const watchStorage = (
  findRoom: () => Promise<StorageRoom>,
  tell: (line: string) => void,
  everyMs = POLL_MS,
): { readonly stop: () => void } => {
  let known: StorageRoom = { level: "enough" };
  const look = async () => {
    const room = await findRoom();
    if (room.level !== known.level || room.fault !== known.fault) tell(wordsOf(room));
    known = room;
  };
  const timer = setInterval(() => void look(), everyMs).unref();
  void look();
  return { stop: () => clearInterval(timer) };
};

/**
 * Free and total bytes of the places that are written to, asked for at each scrape, and whether
 * they take anything.
 */
export const addStorageRoom = (
  metrics: Registry,
  folder: string,
  look: () => Promise<StorageRoom> = storageLook(folder),
): void => {
  new Gauge({
    name: "sogoc_storage_writable",
    help: "0 while nothing can be written to the data or to uploads under way, also for want of room",
    registers: [metrics],
    async collect() {
      const { level } = await look();
      this.set(level === "full" || level === "fault" ? 0 : 1);
    },
  });
  const gauge = (name: string, help: string, value: (room: Room) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ["place"],
      registers: [metrics],
      async collect() {
        this.reset();
        for (const [label, place] of placesOf(folder)) {
          const room = await readRoom(place);
          if (room) this.set({ place: label }, value(room));
        }
      },
    });
  gauge(
    "sogoc_storage_free_bytes",
    "Bytes free where data and uploads under way are written",
    ({ free }) => free,
  );
  gauge("sogoc_storage_total_bytes", "Bytes of that disk in all", ({ total }) => total);
};
