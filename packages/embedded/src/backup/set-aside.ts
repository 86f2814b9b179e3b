import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { shellWord } from "@sogoc/core";
import { dataFiles } from "../data-files.ts";
import { foreignNames, holdsDatabase, someOf } from "../own-names.ts";
import { isHome, isSystemFolder, systemFolderInWords } from "../system-folders.ts";
import { MARK } from "./place-names.ts";
import { BackupRefused } from "./refused.ts";
import { INSIDE, LEAVING } from "./unfinished-restore.ts";

/** So many folders are looked into: a disk may hold millions. */
const MOST_FOLDERS = 20_000;
/** So many data folders are named. */
const MOST_FOUND = 5;

interface FoundBelow {
  readonly found: readonly string[];
  /** False where there are more folders than were looked into, or some that may not be read. */
  readonly isWhole: boolean;
}

/** Data folders anywhere below these names of a folder. No link is followed. */
const findDataBelow = async (folder: string, names: readonly string[]): Promise<FoundBelow> => {
  const found: string[] = [];
  const waiting: string[] = [];
  let isWhole = true;
  const look = async (path: string, only?: readonly string[]): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true }).catch(() => {
      isWhole = false;
      return [];
    });
    if (only === undefined && entries.some(({ name }) => name === "events.sqlite")) found.push(path);
    else if (!entries.some(({ name }) => name === MARK))
      for (const entry of entries)
        if (entry.isDirectory() && only?.includes(entry.name) !== false) waiting.push(join(path, entry.name));
  };
  await look(folder, names);
  for (let looked = 0; found.length < MOST_FOUND; looked++) {
    const path = waiting.shift();
    if (path === undefined) break;
    if (looked === MOST_FOLDERS) return { found, isWhole: false };
    await look(path);
  }
  return { found, isWhole };
};

const refused = (...lines: readonly string[]): BackupRefused => new BackupRefused("place", lines.join("\n"));

const meantLines = (found: readonly string[]): readonly string[] =>
  found.length === 0
    ? []
    : ["Có phải ý là / is this meant:", ...found.map((path) => `  --data ${shellWord(path)}`)];

/** Hidden files lie in the home of a service that has its data there. */
const isHidden = (name: string): boolean => name.startsWith(".");

/**
 * Throws `BackupRefused` for a folder that is no data folder, holds another one further down, or is
 * everybody's: by renaming it a restore would take from other programs, or from a server under way,
 * what is theirs. One that is empty, or that only a restore which was cut off has left, is let
 * through.
 */
export const requireMovable = async (path: string): Promise<void> => {
  const folder = resolve(path);
  if (isSystemFolder(folder)) throw refused(systemFolderInWords(folder));
  if (!existsSync(folder)) return;
  const names = await readdir(folder);
  const foreign = foreignNames(names);
  if (foreign.length === 0) return;
  const leaving = names.includes(LEAVING) ? await readdir(join(folder, LEAVING)) : [];
  const isOurs =
    existsSync(dataFiles(folder).events) || holdsDatabase([...names, ...leaving]) || names.includes(INSIDE);
  const { found, isWhole } = await findDataBelow(folder, foreign);
  if (!isOurs || (isHome(folder) && !foreign.every(isHidden)))
    throw refused(
      `${folder} không phải thư mục dữ liệu của Sổ Gốc (có ${someOf(foreign)}): khôi phục không ghi đè và không để sang bên những thứ ấy. Chưa động đến gì; hãy nêu đúng thư mục dữ liệu, hoặc một thư mục trống hay chưa có.`,
      `${folder} is no data folder of Sổ Gốc (it holds ${someOf(foreign)}): a restore neither overwrites nor sets aside what is not its own. Nothing was touched; name the data folder, or one that is empty or not there yet.`,
      ...meantLines(found),
    );
  if (found.length > 0)
    throw refused(
      `${folder} có thư mục dữ liệu khác ở bên trong, để sang bên là chuyển cả nó đi. Chưa động đến gì; hãy nêu đúng thư mục, hoặc chuyển nó ra ngoài trước.`,
      `${folder} holds another data folder, which would be moved along. Nothing was touched; name the folder that is meant, or move that one out first.`,
      ...meantLines(found),
    );
  if (!isWhole)
    throw refused(
      `${folder} có nhiều thứ không phải của Sổ Gốc (${someOf(foreign)}), không xem hết được có dữ liệu khác ở trong không. Chưa động đến gì; hãy chuyển những thứ ấy ra ngoài trước.`,
      `${folder} holds too much that is not of Sổ Gốc (${someOf(foreign)}), or what may not be read, to see whether other data lies in it. Nothing was touched; move that out first.`,
    );
};
