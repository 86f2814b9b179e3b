import { readdirSync } from "node:fs";
import { backupInWords } from "./backup/backup-around.ts";
import { INSIDE } from "./backup/unfinished-restore.ts";
import { DataFolderRefused } from "./data-folder-refused.ts";
import { isSystemFolder, systemFolderInWords } from "./system-folders.ts";

/** SQLite's files, each with what belongs to it: `-wal`, `-shm`, `-journal`, `-lock`, `-in-use`. */
const DATABASE = /^(?:events|consumers|read-models|secrets)\.sqlite(?:-[a-z-]+)?$/;
/** Up to which event a clock was ahead. */
export const ACCEPTED_CLOCK = "accepted-clock.json";

const NOTES = /^(?:program|last-backup|backup-key|accepted-clock)\.json(?:\.part)?$/;
/** What is written to learn whether a data folder can be, and removed at once. */
export const WRITE_PROBE = "write-probe";

const OTHERS: ReadonlySet<string> = new Set([
  "blobs",
  "before-update",
  "backup-lock",
  "backup-unfinished",
  WRITE_PROBE,
  "DEMO.txt",
  "demo-unfinished",
]);

/** What a disk or a desktop leaves by itself in a folder that people call empty. */
const OF_THE_SYSTEM: ReadonlySet<string> = new Set([
  "lost+found",
  "System Volume Information",
  "$RECYCLE.BIN",
  "desktop.ini",
  "Thumbs.db",
  "LOST.DIR",
  "FOUND.000",
  ".DS_Store",
  ".Trashes",
  ".Spotlight-V100",
  ".fseventsd",
  ".TemporaryItems",
  ".DocumentRevisions-V100",
  ".gitkeep",
]);

/** Wastebaskets by account, and what a Mac keeps of a file beside it. */
export const isOfTheSystem = (name: string): boolean =>
  OF_THE_SYSTEM.has(name) || /^\.Trash-\d+$/.test(name) || name.startsWith("._");

/** Whether a name in a data folder is one that this program gives there. */
export const isOwnName = (name: string): boolean =>
  DATABASE.test(name) ||
  NOTES.test(name) ||
  OTHERS.has(name) ||
  name.startsWith(INSIDE) ||
  name.startsWith("aside-");

/** Names in a folder that neither this program nor the system has given. */
export const foreignNames = (names: readonly string[]): readonly string[] =>
  names.filter((name) => !isOwnName(name) && !isOfTheSystem(name));

/** Whether one of these names in a folder is that of a database of ours. */
export const holdsDatabase = (names: readonly string[]): boolean => names.some((name) => DATABASE.test(name));

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    // Not there, no folder, or not readable: what opens it says so.
    return [];
  }
};

const MOST_NAMED = 5;

/** The first of many names. */
export const someOf = (names: readonly string[]): string =>
  `${names.slice(0, MOST_NAMED).join(", ")}${names.length > MOST_NAMED ? ", …" : ""}`;

/**
 * Throws `DataFolderRefused` for a backup, which has databases of ours too, for a folder that holds
 * other things and none of them, such as somebody's home, and for one of the operating system, also
 * where that is empty: nothing may be made in it, and its rights stay as they are.
 */
export const requireOwnFolder = (folder: string): void => {
  const isBackup = backupInWords(folder);
  if (isBackup !== undefined) throw new DataFolderRefused("backup", isBackup);
  const names = namesIn(folder);
  // What an earlier program has let begin goes on.
  if (holdsDatabase(names)) return;
  const foreign = foreignNames(names);
  if (isSystemFolder(folder)) throw new DataFolderRefused("foreign", systemFolderInWords(folder));
  if (foreign.length === 0) return;
  throw new DataFolderRefused(
    "foreign",
    [
      `Không mở: ${folder} không trống và không phải thư mục dữ liệu của Sổ Gốc (có ${someOf(foreign)}). Chưa tạo hay đổi quyền gì; hãy chọn một thư mục trống hoặc chưa có (SOGOC_DATA, --data).`,
      `Not opened: ${folder} is not empty and is no data folder of Sổ Gốc (it holds ${someOf(foreign)}). Nothing was made and no rights were changed; choose a folder that is empty or not there yet (SOGOC_DATA, --data).`,
    ].join("\n"),
  );
};
