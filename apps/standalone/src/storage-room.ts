import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
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

/** How much may still be written, and where it is least. */
export interface StorageRoom {
  readonly level: "enough" | "low" | "full";
  /** What the place is for; undefined where there is enough. */
  readonly name?: string | undefined;
  readonly place?: string | undefined;
}

/** Looks at the disks of the data folder and of uploads under way. */
export const measureStorageRoom = async (folder: string): Promise<StorageRoom> => {
  let found: StorageRoom = { level: "enough" };
  for (const [name, place] of placesOf(folder)) {
    const room = await readRoom(place);
    if (room && isFull(room)) return { level: "full", name, place };
    if (room && isLow(room) && found.level === "enough") found = { level: "low", name, place };
  }
  return found;
};

/** Not ready while the disk of the data folder, or of uploads under way, has no room. */
export const storageHealth = (folder: string): HealthCheck => ({
  name: "storage",
  async findFault() {
    const { level, name } = await measureStorageRoom(folder);
    return level === "full" ? `storage-full: ${name}` : undefined;
  },
});

interface StorageStatus {
  readonly storageFull: boolean;
  readonly storageLow: boolean;
  /** Something in the log could not be read since the start. */
  readonly logDamaged: boolean;
}

/**
 * What administrators' pages tell: the status of the backups, and whether anything can be written
 * at all.
 */
export const withStorage =
  <Status extends object>(
    find: () => Promise<Status>,
    findRoom: () => Promise<StorageRoom>,
    isLogDamaged: () => boolean = () => false,
  ) =>
  async (): Promise<Status & StorageStatus> => {
    const { level } = await findRoom();
    return {
      ...(await find()),
      storageFull: level === "full",
      storageLow: level === "low",
      logDamaged: isLogDamaged(),
    };
  };

const POLL_MS = 10_000;

const wordsOf = ({ level, place }: StorageRoom): string => {
  if (level === "enough") return "Đã có đủ chỗ lưu trữ. / There is room enough again.";
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
  let known: StorageRoom["level"] = "enough";
  const look = async () => {
    const room = await findRoom();
    if (room.level !== known) tell(wordsOf(room));
    known = room.level;
  };
  const timer = setInterval(() => void look(), everyMs).unref();
  void look();
  return { stop: () => clearInterval(timer) };
};

/** Free and total bytes of the places that are written to, asked for at each scrape. */
export const addStorageRoom = (metrics: Registry, folder: string): void => {
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
