import fs from "node:fs";
import { open } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { devNull } from "node:os";

const usedUp = (): Error =>
  Object.assign(new Error("EDQUOT: disk quota exceeded, write"), { code: "EDQUOT", syscall: "write" });

/**
 * From now on this process writes to no file, as an account whose share of a disk is used up; what
 * SQLite has open goes on. Few kernels of test machines know of quotas. Answers how that ends.
 */
export const useUpQuota = async (): Promise<() => void> => {
  const probe = await open(devNull, "r");
  const handles: { writeFile: unknown; write: unknown } = Object.getPrototypeOf(probe);
  await probe.close();
  const { writeFile, write } = handles;
  const { writeSync } = fs;
  handles.writeFile = async () => Promise.reject(usedUp());
  handles.write = async () => Promise.reject(usedUp());
  fs.writeSync = () => {
    throw usedUp();
  };
  syncBuiltinESMExports();
  return () => {
    handles.writeFile = writeFile;
    handles.write = write;
    fs.writeSync = writeSync;
    syncBuiltinESMExports();
  };
};
