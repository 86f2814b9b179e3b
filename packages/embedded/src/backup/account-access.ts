import { readFileSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname } from "node:path";
import { shellWord } from "@sogoc/core";
import { isHome, isSystemFolder } from "../system-folders.ts";
import { liesIn } from "./real-paths.ts";

/** True where this account may not do it: what it cannot read may be whole all the same. */
export const isDenied = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EPERM");

/** The account that runs the program. */
export const accountName = (): string => {
  try {
    return userInfo().username;
  } catch {
    // An account that the machine has no name for.
    return String(process.getuid?.() ?? "?");
  }
};

/** Its number where the machine's list has no name for it. */
const nameOf = (uid: number): string => {
  try {
    const line = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((one) => one.split(":")[2] === String(uid));
    return line?.split(":")[0] ?? String(uid);
  } catch {
    return String(uid);
  }
};

/** Undefined where the system does not tell. */
const ownerOf = (path: string): number | undefined => {
  try {
    return statSync(path).uid;
  } catch {
    return undefined;
  }
};

const folderOf = (path: string): string => {
  try {
    return statSync(path).isDirectory() ? path : dirname(path);
  } catch {
    return path;
  }
};

/**
 * What helps an account that may not read or write in a folder of backups or data: `chown` by root
 * where the folder is its own, or that of the data which is its own; else the account that it
 * belongs to. A folder of the operating system or of another person is never given away. Nothing
 * where that is of no use, as for root.
 */
export const accessLines = (path: string, data?: string): readonly string[] => {
  const account = process.getuid?.();
  const folder = folderOf(path);
  const owner = ownerOf(folder);
  if (account === undefined || account === 0 || owner === undefined) return [];
  if (isSystemFolder(folder) || (owner !== account && isHome(folder)))
    return [
      `${folder} là của hệ điều hành hoặc của tài khoản ${nameOf(owner)}, đừng đổi chủ; hãy chọn một thư mục riêng cho việc này (đang chạy bằng ${accountName()}).`,
      `${folder} belongs to the operating system or to the account ${nameOf(owner)} and must stay so; choose a folder for this alone (it runs as ${accountName()}).`,
    ];
  if (owner === account || (data !== undefined && ownerOf(data) === account))
    return [
      `Không phải hỏng: tệp ấy là của tài khoản khác (root đã chạy lệnh ở đó?). Root trao lại cho tài khoản ${accountName()} một lần:`,
      `Not damaged: it belongs to another account (did root run a command there?). Root gives it to the account ${accountName()}, once:`,
      `  chown -R ${shellWord(accountName())} ${shellWord(folder)}`,
    ];
  return [
    `Không phải hỏng: ${folder} là của tài khoản ${nameOf(owner)}; hãy chạy lệnh bằng tài khoản ấy, hoặc root (đang chạy bằng ${accountName()}).`,
    `Not damaged: it belongs to the account ${nameOf(owner)}; run this as that account or as root (it runs as ${accountName()}).`,
  ];
};

/** The same for an error that names a path: of the folder among these in which that lies. */
export const accessLinesOf = (
  path: string | undefined,
  folders: readonly string[],
  data?: string,
): readonly string[] => {
  const folder = path === undefined ? folders[0] : folders.find((one) => liesIn(path, one));
  return folder === undefined ? [] : accessLines(folder, data);
};
