import { statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { realPath } from "./real-paths.ts";
import { BackupRefused } from "./refused.ts";

/** Bytes that this account may still write in a folder, and how many there are. */
export interface Room {
  readonly free: number;
  readonly total: number;
}

/** Undefined where the disk does not say, as some shares do not. */
const findRoom = async (folder: string): Promise<Room | undefined> => {
  const found = await statfs(folder).catch(() => undefined);
  if (!found || found.blocks === 0) return undefined;
  return { free: found.bavail * found.bsize, total: found.blocks * found.bsize };
};

/** The folder itself, or the nearest above it that is there. */
const nearest = (folder: string): string => {
  for (let path = realPath(folder); ; path = dirname(path))
    if (statSync(path, { throwIfNoEntry: false }) || path === dirname(path)) return path;
};

/** A file and what was written to it last; a copy holds no more. */
export const sizeOf = (file: string): number =>
  [file, `${file}-wal`].reduce((sum, one) => sum + (statSync(one, { throwIfNoEntry: false })?.size ?? 0), 0);

/** So much is left to whoever works meanwhile; less is a full disk. */
const LEFT = 16 * 2 ** 20;

const inMegabytes = (bytes: number): string => Math.ceil(bytes / 2 ** 20).toLocaleString("vi");

/**
 * Throws `BackupRefused` where the disk of `from` has no room for a copy of so many bytes, or the
 * place of the backups for what is made of it and what else it takes; both at once where they are
 * on one disk. The copy is never made in the place of the backups: it is plain, and what lies in a
 * place is often encrypted, on another machine, and on a disk where a database cannot be locked.
 */
export const requireRoom = async (
  {
    from,
    to,
    bytes,
    beside = 0,
  }: {
    readonly from: string;
    readonly to: string;
    readonly bytes: number;
    /** Bytes that the place takes beside the copy. */
    readonly beside?: number | undefined;
  },
  roomOf: (folder: string) => Promise<Room | undefined> = findRoom,
): Promise<void> => {
  const place = nearest(to);
  const isOneDisk = statSync(place).dev === statSync(from).dev;
  const wanted: readonly (readonly [folder: string, bytes: number])[] = isOneDisk
    ? [[from, bytes * 2 + beside]]
    : [
        [from, bytes],
        [place, bytes + beside],
      ];
  for (const [folder, needed] of wanted) {
    const room = await roomOf(folder);
    if (!room || room.free >= needed + Math.min(LEFT, room.total / 100)) continue;
    throw new BackupRefused(
      "disk",
      `${folder} không đủ chỗ cho bản sao lưu: cần ${inMegabytes(needed)} MB, còn ${inMegabytes(room.free)} MB; chưa ghi gì, hãy dọn bớt ở ổ ấy / has no room for the backup: ${inMegabytes(needed)} MB are needed, ${inMegabytes(room.free)} MB are free; nothing was written, make room on that disk`,
      { failure: "no-room" },
    );
  }
};
