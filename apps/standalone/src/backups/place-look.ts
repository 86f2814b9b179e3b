import { existsSync, statSync } from "node:fs";
import {
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
});
export type PlaceLook = z.infer<typeof PlaceLook>;

/** As of a place of which nothing can be seen. */
export const unseen = (fault: BackupFault): PlaceLook => {
  return { fault, mark: null, newest: null, isSameDisk: false };
};

/** A share that is not mounted looks like an empty folder of this machine. */
const findFault = async (place: string, folder: string): Promise<BackupFault | null> => {
  const good = goodAt(await readBackupState(folder), place);
  try {
    const mark = await requirePlace(folder, place);
    if (mark || !good) return null;
  } catch (error) {
    return faultFrom(inWords(error, place, { data: folder }));
  }
  const reason = `${place} không còn bản sao lưu nào: ổ chưa được gắn? / holds no backups any more: is the disk mounted?`;
  return { reason, failure: "place-gone" };
};

const findNewest = async (place: string): Promise<string | null> =>
  (await listSets(place)).findLast(isWholeSet)?.manifest.finishedAt ?? null;

/** Looks at the place of a data folder's backups; waits as long as the place does not answer. */
export const lookAtPlace = async (place: string, folder: string): Promise<PlaceLook> => {
  if (!existsSync(place)) {
    const reason = `Không thấy ${place}: ổ hoặc thư mục mạng chưa được gắn? / is not there: is the disk or share mounted?`;
    return unseen({ reason, failure: "place-gone" });
  }
  const mark = await readMark(place);
  return {
    fault: await findFault(place, folder),
    mark: mark ? { recipient: mark.recipient } : null,
    newest: await findNewest(place),
    isSameDisk: statSync(place).dev === statSync(folder).dev,
  };
};
