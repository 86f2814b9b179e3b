import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { findWriteFault } from "../write-fault.ts";

/** Why a backup was not made, as the first page tells it. A page has a text for each. */
export const backupFailures = [
  "no-room",
  "no-access",
  "read-only",
  "disk-error",
  "place-gone",
  "wrong-path",
  "file-too-large",
  "wrong-place",
  "other-installation",
  "newer-there",
  "wrong-key",
  "data-damaged",
  "cut-off",
  "place-in-use",
  "key-file",
  "other",
] as const;
export type BackupFailure = (typeof backupFailures)[number];

/** What the operating system or SQLite refused, in words. */
export interface DiskFault {
  readonly code: BackupFailure;
  readonly vi: string;
  readonly en: string;
}

const noRoom: DiskFault = {
  code: "no-room",
  vi: "đã hết chỗ, hãy dọn bớt hoặc dùng ổ lớn hơn",
  en: "has no room left; make room or use a larger disk",
};
const noAccess: DiskFault = {
  code: "no-access",
  vi: "không có quyền đọc hoặc ghi; hãy cấp quyền cho tài khoản đang chạy Sổ Gốc",
  en: "may not be read or written; give the account that runs Sổ Gốc the right to",
};
const readOnly: DiskFault = {
  code: "read-only",
  vi: "chỉ cho đọc: ổ bị khóa ghi hoặc được gắn chỉ đọc",
  en: "is read-only: the disk is locked or mounted so",
};
const diskError: DiskFault = {
  code: "disk-error",
  vi: "ổ đĩa báo lỗi khi đọc hoặc ghi; hãy kiểm tra dây, ổ, và thay ổ nếu lỗi lặp lại",
  en: "the disk reports an error; look at the cable and the disk, and replace it when it comes again",
};
const isGone: DiskFault = {
  code: "place-gone",
  vi: "ổ hoặc thư mục mạng đã bị ngắt",
  en: "the disk or share is not connected any more",
};
const notThere: DiskFault = {
  code: "place-gone",
  vi: "không có ở đó; hãy xem lại đường dẫn, ổ đã được gắn chưa",
  en: "is not there; look at the path, and whether the disk is mounted",
};
const damagedData: DiskFault = {
  code: "data-damaged",
  vi: "tệp dữ liệu đã hỏng hoặc không phải tệp của Sổ Gốc; chạy npm run sogoc -- verify",
  en: "the data file is damaged or none of Sổ Gốc's; run npm run sogoc -- verify",
};
const path = (vi: string, en: string): DiskFault => ({ code: "wrong-path", vi, en });

const bySystem = new Map<string, DiskFault>([
  ["ENOSPC", noRoom],
  ["EDQUOT", noRoom],
  ["EACCES", noAccess],
  ["EPERM", noAccess],
  ["EROFS", readOnly],
  ["EIO", diskError],
  ["ENXIO", isGone],
  ["ENODEV", isGone],
  ["ENOTCONN", isGone],
  ["ESTALE", isGone],
  ["EHOSTDOWN", isGone],
  ["EHOSTUNREACH", isGone],
  ["ETIMEDOUT", isGone],
  ["ENOENT", notThere],
  ["ENOTDIR", path("có một phần của đường dẫn không phải thư mục", "a part of the path is no folder")],
  ["EISDIR", path("là thư mục, ở đây cần một tệp", "is a folder where a file is needed")],
  ["EEXIST", path("đã có thứ khác ở đó", "something else is there already")],
  ["ENOTEMPTY", path("không trống", "is not empty")],
  ["EBUSY", path("đang được chương trình khác dùng", "is used by another program")],
  ["ENAMETOOLONG", path("tên hoặc đường dẫn quá dài", "the name or path is too long")],
  ["ELOOP", path("là liên kết, ở đây cần tệp thật", "is a link where a real file is needed")],
  [
    "EINVAL",
    path("ổ này không nhận tên hoặc kiểu tệp ấy", "this disk does not take that name or kind of file"),
  ],
  [
    "EFBIG",
    {
      code: "file-too-large",
      vi: "tệp lớn hơn mức ổ này nhận (ổ FAT32 chỉ nhận dưới 4 GB); hãy dùng ổ exFAT, NTFS hoặc ext4",
      en: "the file is larger than this disk takes (FAT32: 4 GB); use one with exFAT, NTFS or ext4",
    },
  ],
  [
    "EMFILE",
    {
      code: "other",
      vi: "máy đang mở quá nhiều tệp; hãy thử lại",
      en: "too many files are open on this machine; try again",
    },
  ],
]);

/** By SQLite's codes: READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB. */
const byDatabase = new Map<number, DiskFault>([
  [8, readOnly],
  [10, diskError],
  [11, damagedData],
  [13, noRoom],
  [14, noAccess],
  [26, damagedData],
]);

const causesOf = function* (error: unknown): Generator<Error> {
  for (let found = error; found instanceof Error; found = found.cause) yield found;
};

export const pathIn = (error: unknown): string | undefined => {
  for (const cause of causesOf(error))
    if ("path" in cause && typeof cause.path === "string") return cause.path;
  return undefined;
};

/** SQLite's codes for several faults of a disk: READONLY, IOERR, CANTOPEN. */
const OF_MANY: ReadonlySet<number> = new Set([8, 10, 14]);

/** What the disk itself says of a database that SQLite could not open or write. */
const lookAt = (file: string | undefined): DiskFault | undefined => {
  if (file === undefined || !existsSync(dirname(file))) return undefined;
  const fault = findWriteFault(dirname(file), { expected: file });
  return fault && "code" in fault ? bySystem.get(String(fault.code)) : undefined;
};

/** Undefined for what is no matter of a disk, a path or a right. */
export const findDiskFault = (error: unknown): DiskFault | undefined => {
  for (const cause of causesOf(error)) {
    if ("errcode" in cause && typeof cause.errcode === "number") {
      const code = cause.errcode & 0xff;
      const found = byDatabase.get(code);
      if (found) return OF_MANY.has(code) ? (lookAt(pathIn(error)) ?? found) : found;
    }
    const found = "code" in cause ? bySystem.get(String(cause.code)) : undefined;
    if (found) return found;
  }
  return undefined;
};

const codeIn = (error: unknown): string => {
  for (const cause of causesOf(error))
    if ("code" in cause && bySystem.has(String(cause.code))) return ` (${String(cause.code)})`;
  return "";
};

/**
 * The path and what is wrong with it, Vietnamese first; undefined for what is no matter of a disk,
 * a path or a right. `place` is named where the error itself names none.
 */
export const diskFaultInWords = (error: unknown, place?: string): string | undefined => {
  const fault = findDiskFault(error);
  if (!fault) return undefined;
  const where = pathIn(error) ?? place;
  return `${where === undefined ? "" : `${where}: `}${fault.vi} / ${fault.en}${codeIn(error)}`;
};
