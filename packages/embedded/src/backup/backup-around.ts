import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { shellWord } from "@sogoc/core";
import { MANIFEST, MARK, SET, UNFINISHED } from "./place-names.ts";

/** A folder that is a place of backups, or one of the backups there. */
interface FoundBackup {
  /** Undefined where a backup lies by itself, without the place that it was made in. */
  readonly place: string | undefined;
  /** Undefined for the place itself, and for a backup that was cut off. */
  readonly set: string | undefined;
}

const MOST_BYTES = 64 * 2 ** 20;

/** Also of one that was cut off or changed: what it was is still to be seen. */
const isManifest = (file: string): boolean => {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found?.isFile() || found.size > MOST_BYTES) return false;
    return /"kind"\s*:\s*"sogoc-backup"/.test(readFileSync(file, "utf8"));
  } catch {
    // Not readable: the folder's name and what lies around it still tell.
    return false;
  }
};

const findBackupAt = (folder: string): FoundBackup | undefined => {
  if (!existsSync(folder)) return undefined;
  const path = realpathSync(folder);
  if (existsSync(join(path, MARK))) return { place: path, set: undefined };
  const [above, name] = [dirname(path), basename(path)];
  const isInPlace = existsSync(join(above, MARK));
  if (SET.test(name)) return { place: above, set: name };
  if (name.startsWith(UNFINISHED) && (isInPlace || SET.test(name.slice(UNFINISHED.length))))
    return { place: above, set: undefined };
  if (!isManifest(join(path, MANIFEST))) return undefined;
  return { place: isInPlace ? above : undefined, set: undefined };
};

/**
 * Why a folder is no data folder: it is a backup, or a place of them, and whatever opens it changes
 * the files that its manifest tells of. In words, with the line that makes a data folder of it;
 * undefined for every other folder. Nothing is written.
 */
export const backupInWords = (folder: string): string | undefined => {
  const found = findBackupAt(folder);
  if (!found) return undefined;
  const placeWords =
    found.place === undefined ? "<nơi sao lưu / place of the backups>" : shellWord(found.place);
  const setWords = found.set === undefined ? "" : ` --set ${shellWord(found.set)}`;
  const isPlace = found.set === undefined && existsSync(join(folder, MARK));
  const [vi, en] = isPlace
    ? ["là nơi sao lưu", "is a place of backups"]
    : ["là một bản sao lưu", "is a backup"];
  return [
    `${folder} ${vi}, không phải thư mục dữ liệu: mở ra làm việc là làm hỏng bản sao lưu. Chưa ghi gì; hãy khôi phục ra một thư mục mới, rồi mở thư mục ấy (bản mã hóa: thêm --key-file <tệp khóa>):`,
    `${folder} ${en} and no data folder: working in it would destroy the backup. Nothing was written; restore it to a new folder and open that (encrypted: add --key-file <key file>):`,
    `  npm run sogoc -- restore ${placeWords}${setWords} --data <thư mục mới / new folder>`,
    "Chỉ kiểm tra, không động đến gì / only to look whether it is whole, touching nothing:",
    `  npm run sogoc -- backup drill ${placeWords}${setWords}`,
  ].join("\n");
};

/**
 * Why a path does not lead to a place of backups but to one backup in it: the files that its events
 * name lie in the place. In words, with the words that name it right; undefined for every other
 * path.
 */
export const oneBackupInWords = (path: string): string | undefined => {
  const { place, set } = findBackupAt(path) ?? {};
  if (place === undefined || set === undefined) return undefined;
  // One that was copied away alone is all that there is.
  if (!existsSync(join(place, MARK)) && !existsSync(join(place, "blobs"))) return undefined;
  return [
    `${path} là một bản trong nơi sao lưu; tệp quét nằm ở nơi ấy, nên hãy nêu nơi ấy và tên bản:`,
    `${path} is one backup of a place, which holds the scans; name the place, and the backup by its name:`,
    `  ${shellWord(place)} --set ${shellWord(set)}`,
  ].join("\n");
};
