import { accessSync, constants, statSync } from "node:fs";
import { isDenied } from "./backup/account-access.ts";
import { dataFiles } from "./data-files.ts";

const mayRead = (path: string, mode: number): boolean => {
  try {
    accessSync(path, mode);
    return true;
  } catch (error) {
    return !isDenied(error);
  }
};

/**
 * What of a data folder this account may not read: the folder itself, or files and the folder of
 * blobs in it. What is not there is not told.
 */
export const findDenied = (folder: string): readonly string[] => {
  // A file may not be entered by anybody: that it is none of data is told by what opens it.
  if (statSync(folder, { throwIfNoEntry: false })?.isFile()) return [];
  const entered = constants.R_OK | constants.X_OK;
  if (!mayRead(folder, entered)) return [folder];
  const { blobs, ...files } = dataFiles(folder);
  const denied = Object.values(files)
    .flatMap((file) => [file, `${file}-wal`])
    .filter((file) => !mayRead(file, constants.R_OK));
  return mayRead(blobs, entered) ? denied : [...denied, blobs];
};
