import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, parse, resolve } from "node:path";
import { realPath } from "./backup/real-paths.ts";

/** The machine's own, whatever lies in them. */
const OF_THE_MACHINE: ReadonlySet<string> = new Set([
  ..."bin boot dev etc home lib lib32 lib64 libx32 private proc root run sbin sys tmp usr var".split(" "),
  ..."Applications Library System Users Volumes cores".split(" "),
  ..."bin include lib lib64 libexec local local/bin local/lib local/share sbin share src"
    .split(" ")
    .map((name) => `usr/${name}`),
  ..."backups cache lib local lock log mail opt run spool tmp www".split(" ").map((name) => `var/${name}`),
]);

/** The same, unless a disk of its own is mounted there. */
const FOR_DISKS: ReadonlySet<string> = new Set(["media", "mnt", "opt", "srv"]);

/** Variables by which Windows names its own. */
const OF_WINDOWS = [
  "SystemRoot",
  "ProgramFiles",
  "ProgramFiles(x86)",
  "ProgramData",
  "PUBLIC",
  "TEMP",
  "APPDATA",
  "LOCALAPPDATA",
] as const;

const isMount = (folder: string): boolean =>
  statSync(folder, { throwIfNoEntry: false })?.dev !==
  statSync(dirname(folder), { throwIfNoEntry: false })?.dev;

const isOfWindows = (folder: string): boolean =>
  process.platform === "win32" &&
  [...OF_WINDOWS.map((name) => process.env[name]), dirname(homedir())].some(
    (named) => named !== undefined && resolve(named).toLowerCase() === folder.toLowerCase(),
  );

/**
 * True for the root of all files, and for a folder that the operating system or everybody uses:
 * none of them is one installation's, and nobody may rename or close it.
 */
export const isSystemFolder = (path: string): boolean => {
  const folder = realPath(path);
  const { root } = parse(folder);
  if (folder === root || isOfWindows(folder)) return true;
  if (process.platform === "win32") return false;
  const name = folder.slice(root.length);
  return OF_THE_MACHINE.has(name) || (FOR_DISKS.has(name) && !isMount(folder));
};

/** The home folders that the machine's list of accounts names. */
const listedHomes = (): readonly string[] => {
  try {
    return readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .flatMap((line) => line.split(":")[5] ?? []);
  } catch {
    return [];
  }
};

/** True for the home folder of an account; that of a service may be its data folder. */
export const isHome = (path: string): boolean => {
  const folder = realPath(path);
  const above = process.platform === "win32" ? [dirname(homedir())] : ["/home", "/Users"];
  if (above.includes(dirname(folder))) return true;
  return [homedir(), ...listedHomes()].some((home) => home !== "" && realPath(home) === folder);
};

/** Why such a folder is used for nothing, Vietnamese first. Nothing was written to it. */
export const systemFolderInWords = (folder: string): string =>
  [
    `${folder} là thư mục của hệ điều hành, không dành riêng cho Sổ Gốc. Chưa động đến gì; hãy nêu một thư mục riêng (SOGOC_DATA, --data), như ${join(folder, "sogoc")}.`,
    `${folder} is a folder of the operating system and not one installation's own. Nothing was touched; name a folder for it alone (SOGOC_DATA, --data), such as ${join(folder, "sogoc")}.`,
  ].join("\n");
