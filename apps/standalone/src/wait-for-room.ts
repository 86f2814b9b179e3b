import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { BackupRefused, diskFaultInWords, findDiskFault } from "@sogoc/embedded";
import type { Shutdown } from "@sogoc/host/shutdown";
import { answerWithoutRoom, type Meanwhile } from "./answer-meanwhile.ts";
import { measureStorageRoom } from "./storage-room.ts";

/** Among the words of a start that follows one which had no room. */
const AGAIN = "--again";

/** The exit code by which such a start says that there was no room once more: "try again later". */
const NO_ROOM_AGAIN = 75;

const POLL_MS = 5_000;
/** Where the disk does not say that it is full, as with a quota, trying is all that can be done. */
const TRY_MS = 60_000;

/** Whether a start failed since a disk has no room, for which other faults may stand then. */
const isForWantOfRoom = async (error: unknown, folder: string): Promise<boolean> => {
  if (error instanceof BackupRefused && error.failure === "no-room") return true;
  const fault = findDiskFault(error)?.code;
  if (fault === "no-room") return true;
  // Of a database whose shared part cannot grow, the system tells an error of the disk.
  return fault === "disk-error" && (await measureStorageRoom(folder)).level === "full";
};

/** The folder at which the disk of a path is mounted. */
const diskOf = (path: string): string => {
  let at = resolve(path);
  while (!existsSync(at)) at = dirname(at);
  const { dev } = statSync(at);
  while (dirname(at) !== at && statSync(dirname(at)).dev === dev) at = dirname(at);
  return at;
};

/** Answers whether the disk itself says that it is full. */
const sayWaiting = async (error: unknown, folder: string): Promise<boolean> => {
  const { level, place = folder } = await measureStorageRoom(folder);
  // Of a database whose shared part cannot grow, a full disk tells an error of the disk, for which
  // somebody would replace it.
  const isOtherFault = findDiskFault(error)?.code === "disk-error";
  const fault = isOtherFault ? undefined : diskFaultInWords(error, place);
  const reason = error instanceof BackupRefused ? error.message : fault;
  console.error(
    [
      `HẾT CHỖ LƯU TRỮ: chưa khởi động được, hãy dọn chỗ ở ổ ${diskOf(place)} (chứa ${place}); có chỗ là máy chủ tự khởi động tiếp, không phải làm gì thêm.`,
      `NO STORAGE LEFT: it cannot start, make room on the disk ${diskOf(place)} (of ${place}); the server then starts by itself.`,
      ...(reason === undefined ? [] : [`  ${reason}`]),
    ].join("\n"),
  );
  return level === "full";
};

/** Resolves when there may be room: the disks say so, or have never said that they are full. */
const roomAgain = async (folder: string, wasFull: boolean): Promise<void> => {
  if (!wasFull) return pause(TRY_MS);
  do await pause(POLL_MS);
  while ((await measureStorageRoom(folder)).level === "full");
};

/** The same program once more. */
const startAgain = (): ChildProcess => {
  const words = process.argv.slice(1).filter((word) => word !== AGAIN);
  const stdio = ["inherit", "inherit", "inherit", "ipc"] as const;
  return spawn(process.execPath, [...process.execArgv, ...words, AGAIN], { stdio: [...stdio] });
};

/** A server that was started by one which had waited ends with it, however that ends. */
export const endWithStarter = (): void => {
  if (!process.argv.includes(AGAIN)) return;
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
};

const endOf = async (child: ChildProcess): Promise<number> => {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? 1;
  const [code] = await once(child, "exit");
  return typeof code === "number" ? code : 1;
};

/**
 * What a start does that failed. Where a disk has no room it ends what it had opened, says which
 * disk, waits until there is room, and starts the program anew in a process of its own, whose exit
 * code becomes its own: whoever runs it need not try again, and nothing counts the tries. Who comes
 * meanwhile is told where it was to listen. Throws every other error as it is.
 */
export const waitWhereNoRoom = async (
  error: unknown,
  meanwhile: Meanwhile,
  shutdown: Shutdown,
): Promise<void> => {
  const { folder } = meanwhile;
  if (!(await isForWantOfRoom(error, folder))) throw error;
  // What was begun and cannot be ended fails over what is closed; it is of no use any more.
  process.removeAllListeners("uncaughtException").on("uncaughtException", () => {});
  await shutdown.endOpened();
  const wasFull = await sayWaiting(error, folder);
  const answering = await answerWithoutRoom(meanwhile).catch(() => undefined);
  await roomAgain(folder, wasFull);
  await answering?.();
  if (process.argv.includes(AGAIN)) process.exit(NO_ROOM_AGAIN);
  for (;;) {
    const child = startAgain();
    const ended = endOf(child);
    await shutdown.opening(Promise.resolve(child), () => {
      child.kill("SIGTERM");
      return ended;
    });
    const code = await ended;
    if (code !== NO_ROOM_AGAIN) process.exit(code);
  }
};
