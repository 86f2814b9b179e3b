import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { shellWord } from "@sogoc/core";
import {
  findStateFault,
  goodAt,
  inWords,
  isWholeSet,
  listSets,
  readBackupState,
  readMark,
  requirePlace,
} from "@sogoc/embedded";
import { z } from "zod";
import { BackupFault, faultFrom } from "./backup-fault.ts";

/** What somebody who looks at a place of backups sees. */
export const PlaceLook = z.object({
  /** Why it cannot be used now; null where it can. */
  fault: BackupFault.nullable(),
  /** Null where nothing was backed up there yet; its `recipient` where that is not encrypted. */
  mark: z.object({ recipient: z.string().nullable() }).nullable(),
  /** When the newest whole one that lies there was finished. */
  newest: z.string().nullable(),
  /** Whether it lies on the disk of the data. */
  isSameDisk: z.boolean(),
  /** Whether a disk is mounted there that holds nothing, where another held backups before. */
  isNewDisk: z.boolean(),
});
export type PlaceLook = z.infer<typeof PlaceLook>;

/** As of a place of which nothing can be seen. */
export const unseen = (fault: BackupFault): PlaceLook => {
  return { fault, mark: null, newest: null, isSameDisk: false, isNewDisk: false };
};

/**
 * Whether a disk or a share is mounted at this very folder, and not the data's: the empty folder
 * that a disk is mounted on lies on the disk of the folder above it.
 */
const isMountedHere = (place: string, folder: string): boolean => {
  const [real, ofData] = [realpathSync(place), statSync(folder).dev];
  const { dev } = statSync(real);
  return dev !== statSync(dirname(real)).dev && dev !== ofData;
};

/** For whoever means another disk or folder than the one that held backups until now. */
const newPlaceLines = (place: string, folder: string): readonly string[] => [
  "Ổ mới, hoặc thư mục này đúng là nơi mới: gắn ổ, rồi chạy một lần bằng tài khoản của máy chủ / a new disk, or this is the new place: mount the disk, then run once as the server's account:",
  `  npm run sogoc -- backup ${shellWord(place)} --data ${shellWord(folder)}`,
];

const gone = (place: string, folder: string, why: string): BackupFault => {
  return { reason: [`${place} ${why}`, ...newPlaceLines(place, folder)].join("\n"), failure: "place-gone" };
};

/**
 * A share that is not mounted looks like an empty folder of this machine. A disk that is mounted
 * there and holds nothing is a new one, as where a broken one was replaced, or two go in turn.
 */
const lookAtEmpty = async (
  place: string,
  folder: string,
): Promise<Pick<PlaceLook, "fault" | "isNewDisk">> => {
  const held = goodAt(await readBackupState(folder), place) !== undefined;
  const mayHaveHeld = held || (await findStateFault(folder)) !== undefined;
  if (!mayHaveHeld) return { fault: null, isNewDisk: false };
  if (isMountedHere(place, folder)) return { fault: null, isNewDisk: true };
  const why =
    "không còn bản sao lưu nào, và không có ổ nào gắn ở đó: ổ chưa được gắn? / holds no backups any more, and nothing is mounted there: is the disk mounted?";
  return { fault: gone(place, folder, why), isNewDisk: false };
};

const lookAtUse = async (place: string, folder: string): Promise<Pick<PlaceLook, "fault" | "isNewDisk">> => {
  try {
    if (await requirePlace(folder, place)) return { fault: null, isNewDisk: false };
    return await lookAtEmpty(place, folder);
  } catch (error) {
    return { fault: faultFrom(inWords(error, place, { data: folder })), isNewDisk: false };
  }
};

const findNewest = async (place: string): Promise<string | null> =>
  (await listSets(place)).findLast(isWholeSet)?.manifest.finishedAt ?? null;

/** Looks at the place of a data folder's backups; waits as long as the place does not answer. */
export const lookAtPlace = async (place: string, folder: string): Promise<PlaceLook> => {
  if (!existsSync(place)) {
    const held = goodAt(await readBackupState(folder), place) !== undefined;
    const why =
      "không thấy: ổ hoặc thư mục mạng chưa được gắn? / is not there: is the disk or share mounted?";
    return unseen(held ? gone(place, folder, why) : { reason: `${place} ${why}`, failure: "place-gone" });
  }
  const mark = await readMark(place);
  return {
    ...(await lookAtUse(place, folder)),
    mark: mark ? { recipient: mark.recipient } : null,
    newest: await findNewest(place),
    isSameDisk: statSync(place).dev === statSync(folder).dev,
  };
};
