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

/** Of what is no folder nobody asks: what opens it says so. */
const mayEnter = (folder: string): boolean => {
  try {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return true;
  } catch (error) {
    return !isDenied(error);
  }
  return mayRead(folder, constants.R_OK | constants.X_OK);
};

/**
 * What of a data folder this account may not read: the folder itself, or files and the folder of
 * blobs in it. What is not there is not told.
 */
export const findDenied = (folder: string): readonly string[] => {
  if (!mayEnter(folder)) return [folder];
  const { blobs, ...files } = dataFiles(folder);
  const denied = Object.values(files)
    .flatMap((file) => [file, `${file}-wal`])
    .filter((file) => !mayRead(file, constants.R_OK));
  return mayEnter(blobs) ? denied : [...denied, blobs];
};
