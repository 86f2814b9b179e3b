import { existsSync, lstatSync, readlinkSync, statSync } from "node:fs";
import { access, constants, readdir, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { shellWord } from "@sogoc/core";
import { dataFiles } from "../data-files.ts";
import { foreignNames } from "../own-names.ts";
import { makePrivateFolder } from "../private-files.ts";
import { StoreInUse, takeWriterLock } from "../writer-lock.ts";
import { accountName } from "./account-access.ts";
import { findDiskFault } from "./disk-fault.ts";
import { makeFolderDurably, syncEntries } from "./durable-files.ts";
import { stampFile } from "./program-stamp.ts";
import { liesIn, realPath } from "./real-paths.ts";
import { BackupRefused, inWords } from "./refused.ts";
import { dataAround, placeAround } from "./repository.ts";
import { requireMovable } from "./set-aside.ts";
import { BEFORE_UPDATE, INSIDE, isNameOfHalf, LEAVING, stagingBeside } from "./unfinished-restore.ts";

/** A folder that a restore makes. */
export interface RestoreTarget {
  readonly to: string;
  /** Where what is brought is gathered. */
  readonly staging: string;
  /** Whether that lies within the target. */
  readonly inside: boolean;
}

/** Where what was there before is kept within a folder that cannot be renamed. */
const ASIDE = "aside-";

const isWritable = (folder: string): Promise<boolean> =>
  access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );

const isLink = (path: string): boolean => {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
};

/**
 * The folder that a target's path leads to, so that a link keeps leading there. Throws
 * `BackupRefused` for a link to nowhere.
 */
export const realTarget = (to: string): string => {
  // A path through a file is told by what makes the folders.
  if (!existsSync(to) && isLink(to))
    throw new BackupRefused(
      "place",
      `${to} là liên kết đến ${readlinkSync(to)}, nơi ấy chưa có; hãy tạo thư mục trống ở đó, hoặc ghi thẳng đường dẫn thật / is a link to a place that is not there; make an empty folder there, or name the real path`,
    );
  return realPath(to);
};

/**
 * What is brought is gathered beside the target; inside it where it cannot be renamed: a mounted
 * disk of its own, or a folder in one that this account may not write to, as a service's.
 */
export const chooseTarget = async (to: string): Promise<RestoreTarget> => {
  const found = statSync(to, { throwIfNoEntry: false });
  const above = statSync(dirname(to), { throwIfNoEntry: false });
  const inside = found !== undefined && (found.dev !== above?.dev || !(await isWritable(dirname(to))));
  return { to, staging: inside ? join(to, INSIDE) : stagingBeside(to), inside };
};

const stamp = (): string => new Date().toISOString().replaceAll(/[:.]/g, "-");

/** Names of a restore's own, and of a disk's. */
const isOwn = (name: string): boolean => name.startsWith(INSIDE) || name === "lost+found";

const namesToMove = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => !isOwn(name) && !name.startsWith(ASIDE));

/** Whether the target holds what a restore must not write over. */
export const holdsSomething = async ({ to, inside }: RestoreTarget): Promise<boolean> => {
  if (!existsSync(to)) return false;
  if (inside) return (await namesToMove(to)).length > 0;
  return (await readdir(to)).some((name) => !isOwn(name));
};

export const notEmpty = (to: string): BackupRefused =>
  new BackupRefused(
    "place",
    `${to} không trống: khôi phục không ghi đè (--set-aside: để dữ liệu cũ sang bên) / is not empty: a restore never overwrites (--set-aside puts the old one aside)`,
  );

/** Does the work while no program has the folder's log open. */
const whileClosed = async (to: string, work: () => Promise<void>): Promise<void> => {
  const { events } = dataFiles(to);
  let unlock = () => {};
  try {
    // A server whose log was removed under it holds its lock all the same.
    if (existsSync(events) || existsSync(`${events}-lock`)) unlock = takeWriterLock(events);
  } catch (error) {
    throw error instanceof StoreInUse ? new BackupRefused("place", error.message) : error;
  }
  try {
    await work();
  } finally {
    unlock();
  }
};

const moveAll = async (names: readonly string[], from: string, to: string): Promise<void> => {
  for (const name of names) await rename(join(from, name), join(to, name));
  syncEntries(to);
  syncEntries(from);
};

/** Brings what was on its way aside back to its place. */
const bringBack = async (to: string): Promise<void> => {
  const leaving = join(to, LEAVING);
  if (!existsSync(leaving)) return;
  await moveAll(await readdir(leaving), leaving, to);
  await rm(join(to, INSIDE), { recursive: true, force: true });
  await rmdir(leaving);
};

const removeBrought = async (to: string): Promise<void> => {
  const files = dataFiles(to);
  for (const file of [
    stampFile(to),
    files.consumers,
    files.secrets,
    files.blobs,
    files.events,
    `${files.events}-lock`,
  ])
    await rm(file, { recursive: true, force: true });
  await rm(join(to, INSIDE), { recursive: true, force: true });
};

/**
 * What a restore inside its target left when it was cut off. Old data that was on its way aside
 * comes back; where none was, whatever had been moved already is part of what was brought.
 */
export const undoCutOff = async ({ to, inside }: RestoreTarget): Promise<void> => {
  const wasLeaving = existsSync(join(to, LEAVING));
  if (!wasLeaving && !existsSync(join(to, INSIDE))) return;
  await whileClosed(to, () => (wasLeaving ? bringBack(to) : removeBrought(to)));
  // Where the target could not be renamed then, and can now.
  if (!inside) await rm(join(to, `${INSIDE}-lock`), { force: true });
};

/** Before anything is brought into a target that holds data: what lies in it is the old. */
export const markOld = async ({ to, inside }: RestoreTarget): Promise<void> => {
  if (!inside) return;
  makePrivateFolder(join(to, LEAVING));
  syncEntries(to);
};

/**
 * Moves what no program has open out of the way; answers where it is now. Within a folder that
 * cannot be renamed, what is not of this program stays where it is.
 */
export const moveAside = async ({ to, inside }: RestoreTarget): Promise<string> => {
  const aside = inside ? join(to, `${ASIDE}${stamp()}`) : `${to}.aside-${stamp()}`;
  await whileClosed(to, async () => {
    // Much may have come since the restore began.
    await requireMovable(to);
    if (!inside) return rename(to, aside);
    const names = await namesToMove(to);
    const others = new Set(foreignNames(names));
    await moveAll(
      names.filter((name) => !others.has(name)),
      to,
      join(to, LEAVING),
    );
    await rename(join(to, LEAVING), aside);
    syncEntries(to);
  });
  return aside;
};

/** Undoes `moveAside`. */
export const takeBack = async ({ to, inside }: RestoreTarget, aside: string): Promise<void> => {
  if (inside) await rename(aside, join(to, LEAVING));
  else if (!existsSync(to)) await rename(aside, to);
};

/** After a failure: nothing of what was brought is left, and what was there before is there. */
export const removeStaging = async ({ to, staging }: RestoreTarget): Promise<void> => {
  await bringBack(to);
  await rm(staging, { recursive: true, force: true });
};

/**
 * The last step: what was brought gets its name. The log comes last, since a folder without it is
 * no data folder.
 */
export const giveName = async ({ staging, to, inside }: RestoreTarget): Promise<void> => {
  if (!inside) {
    if (existsSync(to)) await rmdir(to);
    await rename(staging, to);
    return syncEntries(dirname(to));
  }
  const names = (await readdir(staging)).sort(
    (one, other) => Number(one === "events.sqlite") - Number(other === "events.sqlite"),
  );
  const moved: string[] = [];
  try {
    for (const name of names) {
      await rename(join(staging, name), join(to, name));
      moved.push(name);
    }
  } catch (error) {
    await moveAll(moved, to, staging);
    throw error;
  }
  await rmdir(staging);
  syncEntries(to);
};

/** What the account that runs the command may not do, and what helps. */
const noAccess = ({ to, inside }: RestoreTarget, cause: unknown): BackupRefused => {
  const account = accountName();
  const words = inside
    ? [
        `Tài khoản đang chạy lệnh (${account}) không được ghi vào ${to}; hãy chạy bằng tài khoản của máy chủ Sổ Gốc, hoặc root.`,
        `The account that runs this (${account}) may not write to ${to}; run it as the account of the server, or as root.`,
      ]
    : [
        `Tài khoản đang chạy lệnh (${account}) không được tạo thư mục trong ${dirname(to)}. Root tạo sẵn thư mục trống, rồi chạy lại lệnh này:`,
        `The account that runs this (${account}) may not make a folder in ${dirname(to)}. Have root make an empty one, then run this again:`,
        `  install -d -m 0700 -o ${shellWord(account)} ${shellWord(to)}`,
      ];
  return new BackupRefused("disk", words.join("\n"), { failure: "no-access", cause });
};

/**
 * Makes the folders above what is gathered, and keeps other restores out of the target. Throws
 * `BackupRefused` where one is at work, and where this account may not write there.
 */
export const lockTarget = async (target: RestoreTarget): Promise<() => void> => {
  try {
    await makeFolderDurably(dirname(target.staging));
    return takeWriterLock(target.staging);
  } catch (error) {
    if (error instanceof StoreInUse)
      throw new BackupRefused(
        "place",
        "Một lần khôi phục khác đang chạy ở đây / another restore is running here",
      );
    throw findDiskFault(error)?.code === "no-access" ? noAccess(target, error) : inWords(error, target.to);
  }
};

/**
 * Throws for a target that is no folder, and where a restore would write into backups or a data
 * folder, whoever's they are, or move them away.
 */
export const requireApart = (from: string, to: string): void => {
  if (statSync(to, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new BackupRefused("place", `${to} không phải thư mục / is not a folder`);
  if (isNameOfHalf(to))
    throw new BackupRefused(
      "place",
      `${to}: tên ấy dành cho phần dở của một lần khôi phục hay sao lưu; hãy chọn tên khác / such a name is that of half a restore or backup; choose another`,
    );
  const around = liesIn(to, from) ? from : placeAround(to);
  if (around !== undefined)
    throw new BackupRefused(
      "place",
      `${to} nằm trong nơi sao lưu ${around}; hãy chọn thư mục khác / lies in the place of the backups; choose another folder`,
    );
  const data = dataAround(dirname(to));
  if (data !== undefined)
    throw new BackupRefused(
      "place",
      `${to} nằm trong thư mục dữ liệu ${data}; hãy chọn thư mục ở ngoài / lies in the data folder ${data}; choose one outside it`,
    );
  if (liesIn(from, to) && !liesIn(from, join(to, BEFORE_UPDATE)))
    throw new BackupRefused(
      "place",
      `Nơi sao lưu ${from} nằm trong ${to}; hãy chọn thư mục khác / the place of the backups lies in it; choose another folder`,
    );
};
