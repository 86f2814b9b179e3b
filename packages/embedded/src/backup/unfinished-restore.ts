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

/** What a restore gathers beside its target is named by it, with this ending. */
const BESIDE = ".restoring";

/** Where a restore gathers what it brings, beside its target. */
export const stagingBeside = (to: string): string => {
  const target = resolve(to);
  return join(dirname(target), `${basename(target)}${BESIDE}`);
};

/** Where a backup copies the log and the passwords to, beside the data, while it is made. */
export const COPY = "backup-unfinished";

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

/** The folder itself is half of something, by its name: nothing whole was ever under it. */
class HalfMade extends RestoreUnfinished {
  constructor(folder: string, target: string, words: readonly [vi: string, en: string]) {
    super(folder, folder);
    const [vi, en] = words;
    this.message = [`Không mở: ${folder} ${vi}`, `Not opened: ${folder} ${en}`, `  ${target}`].join("\n");
  }
}

/** What a folder of that name is half of; undefined for every other name. */
const halfAt = (path: string): HalfMade | undefined => {
  const [above, name] = [dirname(path), basename(path)];
  if (name === LEAVING)
    return new HalfMade(path, above, [
      "là dữ liệu cũ đang được để sang bên khi một lần khôi phục bị ngắt. Đừng xóa; hãy chạy lại lệnh khôi phục vào thư mục dưới đây, nó đưa dữ liệu cũ về chỗ trước:",
      "is old data on its way aside when a restore was cut off. Do not remove it; run the restore again into the folder below, which brings the old data back first:",
    ]);
  if (name === COPY)
    return new HalfMade(path, above, [
      "là bản chép dở của một lần sao lưu, không phải dữ liệu. Dữ liệu ở thư mục dưới đây; máy chủ mở ở đó tự xóa bản chép này:",
      "is the copy of a backup under way, or one that was cut off, and no data folder. The data is in the folder below; a server that is started there removes the copy:",
    ]);
  const isBeside = name.endsWith(BESIDE) && name !== BESIDE;
  if (name !== INSIDE && !isBeside) return undefined;
  return new HalfMade(path, isBeside ? path.slice(0, -BESIDE.length) : above, [
    "là phần dở của một lần khôi phục bị ngắt, chưa đủ dữ liệu. Hãy chạy lại lệnh khôi phục vào thư mục dưới đây (phần dở được bỏ và làm lại từ đầu), rồi mở thư mục ấy:",
    "is half of a restore that was cut off, and not all of the data. Run the restore again into the folder below (the half is removed and made anew), and open that folder:",
  ]);
};

/** Whether a folder of that name is half of something, so that nothing whole may be made there. */
export const isNameOfHalf = (folder: string): boolean => halfAt(resolve(folder)) !== undefined;

/**
 * Throws `RestoreUnfinished`, also for what a restore or a backup has left half made itself: an
 * empty installation must not begin where one is about to be restored.
 */
export const requireNoRestore = (folder: string): void => {
  const leaving = join(folder, LEAVING);
  // A restore works beside the folder itself, and not beside a link to it.
  const real = existsSync(folder) ? realpathSync(folder) : folder;
  for (const path of [resolve(folder), real]) {
    const half = halfAt(path);
    if (half) throw half;
  }
  if (existsSync(leaving)) throw new SettingAsideUnfinished(folder, leaving);
  for (const staging of new Set([stagingBeside(folder), stagingBeside(real), join(folder, INSIDE)]))
    if (existsSync(staging)) throw new RestoreUnfinished(folder, staging);
};
