import { existsSync, lstatSync, statSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { dataFiles } from "../data-files.ts";
import { isOfTheSystem, isOwnName, someOf } from "../own-names.ts";
import { readRegularText } from "../regular-files.ts";
import { accessLines, isDenied } from "./account-access.ts";
import { backupInWords } from "./backup-around.ts";
import { makeFolderDurably, PART, writeTextWhole } from "./durable-files.ts";
import { BackupManifest, parseJson, RepositoryMark } from "./manifest.ts";
import { MANIFEST, MARK, PLACE_LOCK, SET, UNFINISHED } from "./place-names.ts";
import { liesIn, overlap, realPath } from "./real-paths.ts";
import { BackupRefused, listed } from "./refused.ts";
import { BEFORE_UPDATE } from "./unfinished-restore.ts";

/** One whole backup in a repository. */
export interface BackupSet {
  readonly name: string;
  readonly folder: string;
  readonly manifest: BackupManifest;
  /**
   * Names of files that are not there as the manifest tells, by their sizes, and of those that only
   * a program leaves which has opened the backup as a data folder.
   */
  readonly misfits: readonly string[];
}

/** The path itself, or the nearest folder above it, for which the test is true. */
const folderAround = (path: string, isIt: (folder: string) => boolean): string | undefined => {
  for (let folder = realPath(path); ; folder = dirname(folder)) {
    if (isIt(folder)) return folder;
    if (folder === dirname(folder)) return undefined;
  }
};

/** The place of backups that the path is or lies in, whoever's it is. */
export const placeAround = (path: string): string | undefined =>
  folderAround(path, (folder) => existsSync(join(folder, MARK)));

/** The data folder that the path is or lies in. */
export const dataAround = (path: string): string | undefined =>
  folderAround(path, (folder) => existsSync(dataFiles(folder).events));

/** Undefined where there is none, or one that cannot be read. */
export const readMark = async (place: string): Promise<RepositoryMark | undefined> => {
  const text = await readRegularText(join(place, MARK)).catch(() => undefined);
  return text === undefined ? undefined : parseJson(RepositoryMark, text);
};

/** Whether the file is there and this account may not read it. */
const mayNotRead = (file: string): Promise<boolean> => readRegularText(file).then(() => false, isDenied);

/** What this account may not read in a place; it may be whole, and nothing is done without it. */
export const unreadable = (paths: readonly string[], place: string, data?: string): BackupRefused =>
  new BackupRefused(
    "disk",
    "Tài khoản đang chạy không đọc được tệp ở nơi sao lưu / the account that runs this may not read what lies in the place of the backups:",
    { faults: [...listed(paths), ...accessLines(place, data)], failure: "no-access" },
  );

/**
 * Throws where a mark is there that cannot be read: the folder is a place of backups, and whose is
 * not known any more.
 */
const requireReadableMark = async (place: string, from: string): Promise<void> => {
  if (await mayNotRead(join(place, MARK))) throw unreadable([join(place, MARK)], place, from);
  if (lstatSync(join(place, MARK), { throwIfNoEntry: false }) && !(await readMark(place)))
    throw new BackupRefused(
      "content",
      `${join(place, MARK)} đã hỏng: không biết đây là nơi sao lưu của hệ thống nào; hãy sao lưu vào thư mục trống khác, các bản ở đây vẫn khôi phục được / is damaged: whose place this is is not known; back up into another, empty folder; what is here can still be restored`,
      { failure: "wrong-place" },
    );
};

type Refuse = (vi: string, en: string) => BackupRefused;

/** Throws where a new place would lie in one of backups, or in a data folder of somebody else. */
const requireNewPlaceApart = (from: string, to: string, refuse: Refuse): void => {
  if (liesIn(to, from)) return;
  const around = placeAround(to);
  if (around !== undefined)
    throw refuse(
      `nằm trong nơi sao lưu ${around}; hãy chọn thư mục trống ở ngoài`,
      `lies in the place of backups ${around}; choose an empty folder outside it`,
    );
  const data = dataAround(dirname(to));
  if (data !== undefined)
    throw refuse(
      `nằm trong thư mục dữ liệu ${data}; hãy chọn thư mục trống ở ngoài`,
      `lies in the data folder ${data}; choose an empty folder outside it`,
    );
};

/**
 * Throws `BackupRefused` for a place where a backup would meet data, a program or somebody else's
 * files.
 */
export const requirePlace = async (from: string, to: string): Promise<RepositoryMark | undefined> => {
  const refuse: Refuse = (vi, en) =>
    new BackupRefused("place", `${to}: ${vi} / ${en}`, { failure: "wrong-place" });
  if (statSync(from, { throwIfNoEntry: false })?.isFile())
    throw new BackupRefused(
      "place",
      `${from} là tệp, không phải thư mục dữ liệu / is a file and no data folder`,
    );
  const isBackup = backupInWords(from);
  if (isBackup !== undefined) throw new BackupRefused("place", isBackup);
  if (!existsSync(dataFiles(from).events))
    throw new BackupRefused("place", `Không có dữ liệu ở ${from} / no store in ${from}`);
  if (overlap(from, to) && realPath(to) !== join(realPath(from), BEFORE_UPDATE))
    throw refuse(
      "là chính thư mục dữ liệu, hoặc nằm trong nhau",
      "is the data folder itself, or one lies in the other",
    );
  const isThere = existsSync(to);
  if (isThere && !statSync(to).isDirectory()) throw refuse("không phải thư mục", "is not a folder");
  // One that is in use goes on, wherever earlier programs let it be made.
  const mark = await readMark(to);
  if (mark) return mark;
  await requireReadableMark(to, from);
  requireNewPlaceApart(from, to, refuse);
  if (!isThere) return undefined;
  if (existsSync(dataFiles(to).events))
    throw refuse(
      "là một thư mục dữ liệu (hoặc bản sao lưu kiểu cũ), không ghi đè; hãy chọn thư mục trống",
      "is a data folder (or a backup of the earlier kind) and is not written over; choose an empty folder",
    );
  // A new disk has folders of its own; a first backup that was cut off has left a mark that is not
  // whole.
  const own = new Set([`${MARK}${PART}`, PLACE_LOCK]);
  const others = (await readdir(to)).filter((name) => !own.has(name) && !isOfTheSystem(name));
  if (others.length > 0)
    throw refuse(
      `có thứ khác bên trong (${someOf(others)}); hãy chọn thư mục trống`,
      `holds something else (${someOf(others)}); choose an empty folder`,
    );
  return undefined;
};

/** Makes the folder into a repository. */
export const makeRepository = async (place: string, mark: RepositoryMark): Promise<void> => {
  await makeFolderDurably(place);
  await writeTextWhole(join(place, MARK), `${JSON.stringify(mark, null, 2)}\n`);
};

/** None where the place is not there. Throws where it cannot be read, which is no empty place. */
const namesIn = (place: string): Promise<readonly string[]> =>
  readdir(place).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return [];
    throw error;
  });

const setNames = async (place: string): Promise<readonly string[]> =>
  (await namesIn(place)).filter((one) => SET.test(one)).sort();

/** Cheaply: no file is read. */
const findMisfits = async (folder: string, { files }: BackupManifest): Promise<readonly string[]> => {
  const changed = files.filter(({ name, size }) => {
    const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
    return !found?.isFile() || found.size !== size;
  });
  const told = new Set<string>([MANIFEST, ...files.map(({ name }) => name)]);
  const added = (await readdir(folder)).filter((name) => isOwnName(name) && !told.has(name));
  return [...changed.map(({ name }) => name), ...added];
};

/** Undefined where its manifest is gone, damaged or no file. Throws where it may not be read. */
const readSet = async (place: string, name: string): Promise<BackupSet | undefined> => {
  const folder = join(place, name);
  // A link would lead out of the place.
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  const text = await readRegularText(join(folder, MANIFEST)).catch((error: unknown) => {
    if (isDenied(error)) throw error;
    return "";
  });
  const manifest = parseJson(BackupManifest, text);
  return manifest && { name, folder, manifest, misfits: await findMisfits(folder, manifest) };
};

/** The sets of a place by what can be told of them, the oldest first. */
interface SortedSets {
  readonly read: readonly BackupSet[];
  /** Their manifest is gone, damaged or no file. */
  readonly damaged: readonly string[];
  /** This account may not read them. */
  readonly unreadable: readonly string[];
}

const sortSets = async (place: string): Promise<SortedSets> => {
  const [read, damaged, denied]: [BackupSet[], string[], string[]] = [[], [], []];
  for (const name of await setNames(place)) {
    try {
      const set = await readSet(place, name);
      if (set) read.push(set);
      else damaged.push(name);
    } catch (error) {
      if (!isDenied(error)) throw error;
      denied.push(name);
    }
  }
  return { read, damaged, unreadable: denied };
};

/**
 * Whole backups, the oldest first; what was cut off, or has a manifest that cannot be read, is not
 * among them.
 */
export const listSets = async (place: string): Promise<readonly BackupSet[]> => (await sortSets(place)).read;

/** Whether backups lie in the folder, whatever state they are in. */
export const holdsSets = async (place: string): Promise<boolean> => (await setNames(place)).length > 0;

/** Names of backups whose manifest is gone, damaged or no file, the oldest first. */
export const listDamaged = async (place: string): Promise<readonly string[]> =>
  (await sortSets(place)).damaged;

/** Names of what this account may not read: backups, the oldest first, and the place's mark. */
export const listUnreadable = async (place: string): Promise<readonly string[]> => [
  ...(await sortSets(place)).unreadable,
  ...((await mayNotRead(join(place, MARK))) ? [MARK] : []),
];

/** Backups whose end was cut off, by their folders' names; nobody may be making one. */
export const listUnfinished = async (place: string): Promise<readonly string[]> =>
  (await namesIn(place)).filter((name) => name.startsWith(UNFINISHED));

/** Backups under way or cut off are removed: whoever calls this has the place for themselves. */
export const removeUnfinished = async (place: string): Promise<number> => {
  const found = await listUnfinished(place);
  for (const name of found) await rm(join(place, name), { recursive: true, force: true });
  return found.length;
};

/** False for one that was made of a damaged log, or is not what was written any more. */
export const isWholeSet = ({ manifest, misfits }: BackupSet): boolean =>
  (manifest.logFaults ?? 0) === 0 && misfits.length === 0;

/**
 * Removes what is older than the newest backups of a whole log, so many of which are left; another
 * installation's are not looked at. Each goes out of sight in one step.
 */
export const keepNewest = async (place: string, keep: number, installation: string): Promise<number> => {
  const sets = (await listSets(place)).filter(({ manifest }) => manifest.installation === installation);
  const whole = sets.filter(isWholeSet);
  const oldest = whole.at(-Math.max(1, keep)) ?? whole[0];
  const old = sets.filter(({ name }) => oldest !== undefined && name < oldest.name);
  for (const { name, folder } of old) {
    const hidden = join(place, `${UNFINISHED}old-${name}`);
    await rename(folder, hidden);
    await rm(hidden, { recursive: true, force: true });
  }
  return old.length;
};
