import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Where a restore gathers what it brings, inside a target that is a disk of its own. */
export const INSIDE = "restoring-unfinished";

/** Where a restore gathers what it brings, beside its target. */
export const stagingBeside = (to: string): string => {
  const target = resolve(to);
  return join(dirname(target), `${basename(target)}.restoring`);
};

/** A restore into this folder was cut off; the folder is not to be used before it was run again. */
export class RestoreUnfinished extends Error {
  constructor(folder: string, staging: string) {
    super(
      [
        `Lần khôi phục vào ${folder} bị ngắt giữa chừng; hãy chạy lại lệnh khôi phục, hoặc xóa ${staging} nếu không cần nữa.`,
        `A restore into ${folder} was cut off; run it again, or remove ${staging} if it is not wanted any more.`,
      ].join("\n"),
    );
    this.name = "RestoreUnfinished";
  }
}

/**
 * Throws `RestoreUnfinished`: an empty installation must not begin where one is about to be
 * restored.
 */
export const requireNoRestore = (folder: string): void => {
  for (const staging of [stagingBeside(folder), join(folder, INSIDE)])
    if (existsSync(staging)) throw new RestoreUnfinished(folder, staging);
};
