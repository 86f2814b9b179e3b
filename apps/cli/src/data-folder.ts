import { basename, dirname } from "node:path";
import { backupInWords } from "@sogoc/embedded/backup-around";
import { BEFORE_UPDATE, RestoreUnfinished, requireNoRestore } from "@sogoc/embedded/unfinished-restore";
import { type CommandSetting, HOME_OF_SHELL, isHomeOfShell } from "@sogoc/host/command-environment";
import { givenSettings } from "@sogoc/host/environment";
import { CommandFailed, exitCodes } from "./exit-codes.ts";

const DEMO = ".data/demo";

/** The path as it was given. Throws for one whose `~` no shell has replaced. */
const wholePath = <Given extends string | undefined>(path: Given): Given => {
  if (path !== undefined && isHomeOfShell(path))
    throw new CommandFailed(`${path}: ${HOME_OF_SHELL}`, exitCodes.usage);
  return path;
};

/** Throws for an empty name, as an unset variable of a shell leaves behind. */
const namedFolder = (given: string | undefined): string | undefined => {
  if (given === "")
    throw new CommandFailed(
      "--data để trống; hãy ghi thư mục dữ liệu / --data is empty; name the data folder",
      exitCodes.usage,
    );
  return wholePath(given ?? givenSettings(process.env)["SOGOC_DATA" satisfies CommandSetting]);
};

/**
 * The folder, of which a restore that was cut off has left no half. Throws where one has: what is
 * missing then is not lost, and what is there may be half of two.
 */
export const requireRestored = (folder: string): string => {
  try {
    requireNoRestore(folder);
    return folder;
  } catch (error) {
    if (!(error instanceof RestoreUnfinished)) throw error;
    throw new CommandFailed(error.message, exitCodes.notInOrder);
  }
};

/** The folder, which is no backup: whatever opened it as a data folder would destroy it. */
const requireNoBackup = (folder: string): string => {
  const isBackup = backupInWords(folder);
  if (isBackup !== undefined) throw new CommandFailed(isBackup, exitCodes.usage);
  return folder;
};

/** A place of backups; one within a data folder goes aside and comes back with it. */
export const backupPlace = (given: string): string => {
  wholePath(given);
  if (basename(given) === BEFORE_UPDATE) requireRestored(dirname(given));
  return given;
};

/** The folder that a restore makes, also where an earlier one was cut off: it is what ends that. */
export const restoreTarget = (given: string | undefined): string => {
  const named = namedFolder(given);
  if (named !== undefined) return named;
  throw new CommandFailed(
    "Chưa nói thư mục dữ liệu nào: thêm --data <thư mục dữ liệu> / which data is not said: add --data <folder>",
    exitCodes.usage,
  );
};

/**
 * The installation whose keys or accounts a command changes. Throws where none is named: what was
 * meant for a real one must not happen to the demo.
 */
export const namedDataFolder = (given: string | undefined): string =>
  requireNoBackup(requireRestored(restoreTarget(given)));

/**
 * The installation that a command is for: as it was named, else as `SOGOC_DATA` names the server's,
 * else the demo, which is said.
 */
export const dataFolder = (given: string | undefined): string => {
  const named = namedFolder(given);
  if (named !== undefined) return requireNoBackup(requireRestored(named));
  console.error(
    `Dữ liệu mẫu / the demo: ${DEMO}  (--data <thư mục/folder>, SOGOC_DATA: dữ liệu thật / a real installation)`,
  );
  return requireRestored(DEMO);
};
