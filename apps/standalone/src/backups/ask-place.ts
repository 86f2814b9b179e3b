import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BackupFault } from "./backup-fault.ts";
import { PlaceLook, unseen } from "./place-look.ts";

const PROGRAM = fileURLToPath(new URL("./look-process.ts", import.meta.url));

const silent = (place: string): BackupFault => {
  const reason = `${place} không trả lời: máy chủ của thư mục mạng có đang chạy không? / does not answer: does the server of the share run?`;
  return { reason, failure: "place-gone" };
};

/** Resolves with what the process has seen, or with nothing where it ends or is too late. */
const answerOf = (child: ChildProcess, deadlineMs: number): Promise<PlaceLook | undefined> =>
  new Promise((resolve) => {
    const late = setTimeout(() => resolve(undefined), deadlineMs);
    const settle = (look: PlaceLook | undefined) => {
      clearTimeout(late);
      resolve(look);
    };
    child.once("message", (message) => settle(PlaceLook.safeParse(message).data));
    child.once("exit", () => settle(undefined));
    child.once("error", () => settle(undefined));
  });

/**
 * Returns what looks at a place by a process of its own and answers within the deadline, whatever
 * the place does. One that waits in the kernel may not end even when it is killed: as long as it is
 * there, the place counts as silent and no other is sent after it.
 */
export const createPlaceAsker = (folder: string, deadlineMs: number) => {
  let waiting: ChildProcess | undefined;
  return async (place: string): Promise<PlaceLook> => {
    if (waiting) return unseen(silent(place));
    const child = fork(PROGRAM, [JSON.stringify({ place, folder })], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    waiting = child;
    child.once("exit", () => {
      if (waiting === child) waiting = undefined;
    });
    const look = await answerOf(child, deadlineMs);
    if (look) {
      waiting = undefined;
      return look;
    }
    child.kill("SIGKILL");
    // The server may end before it does.
    child.unref();
    child.channel?.unref();
    return unseen(silent(place));
  };
};
