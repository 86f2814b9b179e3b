import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { shellWord } from "@sogoc/core";
import { dataFiles, holdsSets, readMark } from "@sogoc/embedded";
import { WrongConfiguration } from "@sogoc/host/environment";

/**
 * A disk of the network may have to wake after a power cut; one that hangs for good is the concern
 * of the backups, not of a first start.
 */
const WAIT_MS = 60_000;

/** Whose backups lie there, where its mark is not damaged. Undefined where there are none. */
const findInstallationAt = async (
  place: string,
): Promise<{ readonly words: string; readonly isSealed: boolean } | undefined> => {
  const mark = await readMark(place);
  if (mark) return { words: mark.installation.slice(0, 12), isSealed: mark.recipient !== null };
  return (await holdsSets(place)) ? { words: "?", isSealed: false } : undefined;
};

/**
 * Throws `WrongConfiguration` where a folder without data is to be backed up to where an
 * installation was: its disk is not mounted, or its data is lost and waits to be restored. A new
 * installation there would pass for it.
 */
export const requireNoLostData = async (folder: string, place: string | undefined): Promise<void> => {
  if (place === undefined || existsSync(dataFiles(folder).events)) return;
  const found = await Promise.race([
    findInstallationAt(place).catch(() => undefined),
    pause(WAIT_MS, undefined, { ref: false }),
  ]);
  if (found === undefined) return;
  throw new WrongConfiguration([
    [
      `SOGOC_DATA=${folder} không có dữ liệu, mà SOGOC_BACKUP_TO=${place} giữ bản sao lưu của một hệ thống đã có (${found.words}): không tạo hệ thống mới. Ổ dữ liệu chưa được gắn thì gắn rồi mở lại; dữ liệu đã mất thì khôi phục bằng lệnh dưới; đúng là hệ thống mới thì đặt SOGOC_BACKUP_TO là một thư mục trống.`,
      `SOGOC_DATA=${folder} holds no data, but SOGOC_BACKUP_TO=${place} holds the backups of an installation (${found.words}): no new one is made. Mount the disk of the data and start again; where the data is lost, restore it by the command below; for a new installation set SOGOC_BACKUP_TO to an empty folder.`,
      `  npm run sogoc -- restore ${shellWord(place)} --data ${shellWord(folder)}${found.isSealed ? " --key-file <tệp khóa / key file>" : ""}`,
    ].join("\n"),
  ]);
};
