import { existsSync, realpathSync, statSync } from "node:fs";
import { readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { dataFiles } from "../data-files.ts";
import { makeFolderDurably, PART, writeTextWhole } from "./durable-files.ts";
import { BackupManifest, MANIFEST, MARK, parseJson, RepositoryMark } from "./manifest.ts";
import { BackupRefused } from "./refused.ts";

/** One whole backup in a repository. */
export interface BackupSet {
  readonly name: string;
  readonly folder: string;
  readonly manifest: BackupManifest;
}

const SET = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z$/;
/** Backups under way or cut off, and old ones that are being removed. */
export const UNFINISHED = "unfinished-";

/** Within a data folder: what was saved before a newer program opened it. */
export const BEFORE_UPDATE = "before-update";

/** Names of backups sort by their time. */
export const setName = (at: Date): string => at.toISOString().replaceAll(/[:.]/g, "-");

/** The path without symbolic links, also where its end is not there yet. */
const realPath = (path: string): string => {
  const whole = resolve(path);
  if (existsSync(whole)) return realpathSync(whole);
  const above = dirname(whole);
  return above === whole ? whole : join(realPath(above), relative(above, whole));
};

/** True where one is the other, or lies inside it. */
const overlap = (one: string, other: string): boolean => {
  const isInside = (inner: string, outer: string) => {
    const way = relative(outer, inner);
    return way === "" || (!way.startsWith("..") && resolve(outer, way) === inner);
  };
  const [a, b] = [realPath(one), realPath(other)];
  return isInside(a, b) || isInside(b, a);
};

export const readMark = async (place: string): Promise<RepositoryMark | undefined> => {
  const text = await readFile(join(place, MARK), "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseJson(RepositoryMark, text);
};

/** Throws `BackupRefused` for a place where a backup would meet data, a program or somebody else's files. */
export const requirePlace = async (from: string, to: string): Promise<RepositoryMark | undefined> => {
  const refuse = (vi: string, en: string) => new BackupRefused("place", `${to}: ${vi} / ${en}`);
  if (!existsSync(dataFiles(from).events))
    throw new BackupRefused("place", `Không có dữ liệu ở ${from} / no store in ${from}`);
  if (overlap(from, to) && realPath(to) !== join(realPath(from), BEFORE_UPDATE))
    throw refuse(
      "là chính thư mục dữ liệu, hoặc nằm trong nhau",
      "is the data folder itself, or one lies in the other",
    );
  if (!existsSync(to)) return undefined;
  if (!statSync(to).isDirectory()) throw refuse("không phải thư mục", "is not a folder");
  const mark = await readMark(to);
  if (mark) return mark;
  if (existsSync(dataFiles(to).events))
    throw refuse(
      "là một thư mục dữ liệu (hoặc bản sao lưu kiểu cũ), không ghi đè; hãy chọn thư mục trống",
      "is a data folder (or a backup of the earlier kind) and is not written over; choose an empty folder",
    );
  // A new disk has one of its own; a first backup that was cut off has left a mark that is not whole.
  const own: readonly string[] = ["lost+found", `${MARK}${PART}`];
  const others = (await readdir(to)).filter((name) => !own.includes(name));
  if (others.length > 0)
    throw refuse(
      "có thứ khác bên trong; hãy chọn thư mục trống",
      "holds something else; choose an empty folder",
    );
  return undefined;
};

/** Makes the folder into a repository. */
export const makeRepository = async (place: string, mark: RepositoryMark): Promise<void> => {
  await makeFolderDurably(place);
  await writeTextWhole(join(place, MARK), `${JSON.stringify(mark, null, 2)}\n`);
};

/** Whole backups, the oldest first; what was cut off is not among them. */
export const listSets = async (place: string): Promise<readonly BackupSet[]> => {
  const sets: BackupSet[] = [];
  for (const name of (await readdir(place).catch(() => [])).filter((one) => SET.test(one)).sort()) {
    const folder = join(place, name);
    const text = await readFile(join(folder, MANIFEST), "utf8").catch(() => "");
    const manifest = parseJson(BackupManifest, text);
    if (manifest) sets.push({ name, folder, manifest });
  }
  return sets;
};

/** Backups whose end was cut off, by their folders' names; nobody may be making one. */
export const listUnfinished = async (place: string): Promise<readonly string[]> =>
  (await readdir(place).catch(() => [])).filter((name) => name.startsWith(UNFINISHED));

export const removeUnfinished = async (place: string): Promise<number> => {
  const found = await listUnfinished(place);
  for (const name of found) await rm(join(place, name), { recursive: true, force: true });
  return found.length;
};

/** Removes the oldest backups, so that so many are left. Each goes out of sight in one step. */
export const keepNewest = async (place: string, keep: number): Promise<number> => {
  const sets = await listSets(place);
  const old = sets.slice(0, Math.max(0, sets.length - Math.max(1, keep)));
  for (const { name, folder } of old) {
    const hidden = join(place, `${UNFINISHED}old-${name}`);
    await rename(folder, hidden);
    await rm(hidden, { recursive: true, force: true });
  }
  return old.length;
};
