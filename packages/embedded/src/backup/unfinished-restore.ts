import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Within a data folder: what was saved before a newer program opened it. */
export const BEFORE_UPDATE = "before-update";

/** Where a restore gathers what it brings, inside a target that cannot be renamed. */
export const INSIDE = "restoring-unfinished";

/**
 * In a target that cannot be renamed and holds data: where that goes on its way aside. While this
 * is there, what lies in the target itself is the old data, and no part of what is brought.
 */
export const LEAVING = `${INSIDE}-aside`;

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

/** What was there before may lie half here and half there: only a restore puts it right. */
class SettingAsideUnfinished extends RestoreUnfinished {
  constructor(folder: string, staging: string) {
    super(folder, staging);
    this.message = [
      `Lần khôi phục vào ${folder} bị ngắt giữa chừng, dữ liệu cũ vẫn còn đủ; hãy chạy lại lệnh khôi phục, nó đưa dữ liệu cũ về chỗ trước. Đừng xóa ${staging}.`,
      `A restore into ${folder} was cut off; run it again, which brings the old data back first. Do not remove ${staging}.`,
    ].join("\n");
  }
}

/**
 * Throws `RestoreUnfinished`: an empty installation must not begin where one is about to be
 * restored.
 */
export const requireNoRestore = (folder: string): void => {
  const leaving = join(folder, LEAVING);
  // A restore works beside the folder itself, and not beside a link to it.
  const real = existsSync(folder) ? realpathSync(folder) : folder;
  if (existsSync(leaving)) throw new SettingAsideUnfinished(folder, leaving);
  for (const staging of new Set([stagingBeside(folder), stagingBeside(real), join(folder, INSIDE)]))
    if (existsSync(staging)) throw new RestoreUnfinished(folder, staging);
};
