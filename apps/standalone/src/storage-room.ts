import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { HealthCheck } from "@sogoc/http";
import { Gauge, type Registry } from "prom-client";

interface Room {
  /** Bytes that this account may still write. */
  readonly free: number;
  readonly total: number;
}

/** Undefined where the place cannot be asked. */
const readRoom = async (place: string): Promise<Room | undefined> => {
  try {
    const { bavail, blocks, bsize } = await statfs(place);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return undefined;
  }
};

/**
 * Less than this, or than a hundredth of a small disk, is full: the next workbook does not fit, nor
 * does a write-ahead log.
 */
const FULL_BELOW = 16 * 2 ** 20;

const isFull = ({ free, total }: Room): boolean => free < Math.min(FULL_BELOW, total / 100);

const placesOf = (folder: string): readonly (readonly [name: string, place: string])[] => [
  ["data", folder],
  // Uploads are received here.
  ["temporary", tmpdir()],
];

/** Not ready while the disk of the data folder, or of uploads under way, has no room. */
export const storageHealth = (folder: string): HealthCheck => ({
  name: "storage",
  async findFault() {
    for (const [name, place] of placesOf(folder)) {
      const room = await readRoom(place);
      if (room && isFull(room)) return `storage-full: ${name}`;
    }
    return undefined;
  },
});

/**
 * What administrators' pages tell: how the backups stand, and whether anything can be written at
 * all.
 */
export const withStorage =
  <Standing extends object>(
    find: () => Promise<Standing>,
    { findFault }: Pick<HealthCheck, "findFault">,
  ): (() => Promise<Standing & { readonly storageFull: boolean }>) =>
  async () =>
    Object.assign({}, await find(), { storageFull: (await findFault()) !== undefined });

const LOOK_MS = 10_000;

/**
 * Tells, in a line for whoever runs the server, when there is no room any more and when there is
 * again.
 */
export const watchStorage = (
  { findFault }: Pick<HealthCheck, "findFault">,
  tell: (line: string) => void,
  everyMs = LOOK_MS,
): { readonly stop: () => void } => {
  let known: string | undefined;
  const look = async () => {
    const fault = await findFault();
    if ((fault === undefined) !== (known === undefined)) {
      tell(
        fault === undefined
          ? "Đã có chỗ lưu trữ, máy chủ ghi tiếp. / There is room again, the server goes on."
          : `HẾT CHỖ LƯU TRỮ: máy chủ không ghi được gì nữa, hãy dọn chỗ. / NO STORAGE LEFT: nothing can be written, make room. (${fault})`,
      );
    }
    known = fault;
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
