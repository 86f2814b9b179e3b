import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { shellWord } from "@sogoc/core";
import { dataFiles } from "../data-files.ts";
import { takeWriterLock } from "../writer-lock.ts";
import { hashAt, NothingStored } from "./log-facts.ts";
import { type BackupReport, backup } from "./make-backup.ts";
import type { BackupManifest } from "./manifest.ts";
import { MARK, setName } from "./place-names.ts";
import { readStamp, STORAGE_FORMAT, UNREADABLE, writeStamp } from "./program-stamp.ts";
import { BackupRefused } from "./refused.ts";
import { holdsSets, listSets, listUnreadable, makeRepository, readMark } from "./repository.ts";
import { BEFORE_UPDATE } from "./unfinished-restore.ts";

/** For a folder that a program from before there were stamps has opened last. */
export const UNSTAMPED = "0.0.0";

/** A program in both languages. */
interface Named {
  readonly vi: string;
  readonly en: string;
}

const goingBack = (folder: string, set: string): readonly string[] => [
  `  npm run sogoc -- restore ${shellWord(join(folder, BEFORE_UPDATE))} --set ${shellWord(set)} --data ${shellWord(folder)} --set-aside`,
  "Bản sao ấy không có việc đã làm sau khi nâng cấp; dữ liệu hiện tại được để sang bên. / Work done since the update is not in it; the data of now is put aside.",
];

const withoutBackup: readonly string[] = [
  "Không có bản sao nào từ trước khi nâng cấp trong thư mục này; nếu nơi sao lưu còn bản cũ, khôi phục nó ra thư mục khác. / No backup from before the update is in this folder; where the place of the backups still has one, restore it to another folder.",
];

/** The data was opened by a newer program: this one may not know what that has written. */
export class DataFromNewerProgram extends Error {
  constructor(folder: string, version: Named, program: Named, set: string | undefined) {
    super(
      [
        `Dữ liệu ở ${folder} đã được phiên bản mới hơn (${version.vi}) mở; chương trình này là ${program.vi}. Hãy dùng lại phiên bản mới hơn ấy${set === undefined ? "." : ", hoặc quay lại bản sao trước khi nâng cấp:"}`,
        `The data was opened by a newer version (${version.en}), this program is ${program.en}. Use that newer one again${set === undefined ? "." : ", or go back to the backup made before the update:"}`,
        ...(set === undefined ? withoutBackup : goingBack(folder, set)),
      ].join("\n"),
    );
    this.name = "DataFromNewerProgram";
  }
}

/**
 * The newest backup that this program can open, where the backups say which program had opened
 * their data: over two updates the last one is of the program between.
 */
const findSetFor = async (place: string, program: string, storage: number) => {
  const sets = await listSets(place);
  const opens = ({ opened }: BackupManifest) =>
    opened !== undefined && !isNewer(opened.version, program) && opened.storage <= storage;
  return sets.findLast(({ manifest }) => opens(manifest)) ?? sets.at(-1);
};

const named = (version: string, storage: number): Named => ({
  vi: `${version}, dạng dữ liệu ${storage}`,
  en: `${version}, storage format ${storage}`,
});

const isNewer = (version: string, than: string): boolean => {
  const [a, b] = [version, than].map((text) => text.split(".").map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
};

/**
 * The place is the folder's own and nobody else's: where its mark is damaged or gone it is written
 * anew, since no update may go on without a backup.
 */
const mendMark = async (place: string, events: string): Promise<void> => {
  if ((await readMark(place)) || !(await holdsSets(place))) return;
  const installation = hashAt(events, 1);
  // What may not be read, or is damaged further, is told by the backup itself.
  if (installation === undefined || (await listUnreadable(place)).length > 0) return;
  await rm(join(place, MARK), { recursive: true, force: true });
  await makeRepository(place, { kind: "sogoc-backups", format: 1, installation, recipient: null });
};

const isFaultOfPlace = (error: unknown): boolean =>
  error instanceof BackupRefused &&
  (error.failure === "wrong-place" || error.failure === "other-installation");

/**
 * Puts the place aside where no backup can be made in it: it is the folder's own, so that nobody
 * can be asked to choose another. What is in it stays, under the name that is answered.
 */
const moveAside = async (folder: string): Promise<string> => {
  const aside = join(folder, `aside-${setName(new Date())}-${BEFORE_UPDATE}`);
  await rename(join(folder, BEFORE_UPDATE), aside);
  return aside;
};

/** So many updates can be gone back over. */
const KEPT = 2;

/** The backup made before an update. */
export interface SavedBeforeUpdate {
  readonly report: BackupReport;
  /** The stamp cannot be read: which program opened the data last is not known. */
  readonly isStampUnreadable: boolean;
  /** Where what lay at the place is now, where no backup could be made in it. */
  readonly movedAside: string | undefined;
}

/**
 * Before a program opens data that an older one opened last: makes a backup within the folder, in
 * which stored files take no room a second time. Undefined where there is nothing to save, or the
 * program is the same. A folder without a stamp was opened by a program from before there were
 * stamps. Throws `DataFromNewerProgram`, `StoreInUse`, and what the system says where the stamp may
 * not be read.
 */
export const backupBeforeUpdate = async (options: {
  readonly folder: string;
  readonly program: string;
  readonly storage?: number | undefined;
}): Promise<SavedBeforeUpdate | undefined> => {
  const { folder, program, storage = STORAGE_FORMAT } = options;
  const { events, secrets } = dataFiles(folder);
  if (!existsSync(events) || !existsSync(secrets)) return undefined;
  const stamp = (await readStamp(folder)) ?? { version: UNSTAMPED, storage: 0 };
  const isStampUnreadable = stamp === UNREADABLE;
  const { version, storage: written } = isStampUnreadable ? { version: UNSTAMPED, storage: 0 } : stamp;
  if (isNewer(version, program) || written > storage)
    throw new DataFromNewerProgram(
      folder,
      named(version, written),
      named(program, storage),
      (await findSetFor(join(folder, BEFORE_UPDATE), program, storage))?.name,
    );
  if (version === program && written === storage) return undefined;
  const to = join(folder, BEFORE_UPDATE);
  // Throws where another program has the data open: it is no update then.
  const unlock = takeWriterLock(events);
  try {
    await mendMark(to, events);
    const save = () =>
      backup({
        from: folder,
        to,
        program: version,
        check: "share",
        keep: KEPT,
        linked: true,
        // What was gone back to is of the same line, but older.
        acceptOlder: true,
      });
    // Nothing of this place is ever sealed: its mark is not what was written.
    const isSealed = typeof (await readMark(to))?.recipient === "string";
    let movedAside = isSealed ? await moveAside(folder) : undefined;
    const report = await save().catch(async (error: unknown) => {
      if (movedAside !== undefined || !isFaultOfPlace(error) || !existsSync(to)) throw error;
      movedAside = await moveAside(folder);
      return save();
    });
    return { report, isStampUnreadable, movedAside };
  } catch (error) {
    if (error instanceof NothingStored) return undefined;
    throw error;
  } finally {
    unlock();
  }
};

/** Once the data is open: the next program sees by it that it is another. */
export const stampProgram = (folder: string, program: string, storage = STORAGE_FORMAT): Promise<void> =>
  writeStamp(folder, { version: program, storage });
