import { realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { shellWord } from "@sogoc/core";
import { BackupRefused, BEFORE_UPDATE, backupBeforeUpdate, UNSTAMPED } from "@sogoc/embedded";
import { programVersion } from "@sogoc/host/program-version";

const isOwnDisk = (folder: string): boolean =>
  statSync(folder).dev !== statSync(dirname(realpathSync(folder))).dev;

/** A backup of a server that was killed ends by itself, as soon as it sees that. */
const WAIT_MS = 60_000;
const AGAIN_MS = 500;

/** Waits for a backup of the folder that is under way, as where the server before was killed. */
const onceAlone = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  const until = performance.now() + WAIT_MS;
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const isUnderWay = error instanceof BackupRefused && error.failure === "place-in-use";
      if (!isUnderWay || performance.now() > until) throw error;
      if (tries === 0)
        console.error(
          "Một lần sao lưu của dữ liệu này còn đang chạy; đợi nó xong, chậm nhất một phút … / a backup of this data is still under way; waiting for it, a minute at the most …",
        );
      await pause(AGAIN_MS);
    }
  }
};

/**
 * Where an older program opened the data last: saves it first, and says how to go back. Throws
 * where that cannot be done, so that nothing is changed without a way back.
 */
export const saveBeforeUpdate = async (folder: string): Promise<void> => {
  const saved = await onceAlone(() => backupBeforeUpdate({ folder, program: programVersion }));
  if (!saved) return;
  const { report, isStampUnreadable, movedAside } = saved;
  const place = join(folder, BEFORE_UPDATE);
  // A folder without a stamp does not say which one opened it.
  const { program } = report.manifest;
  const from = program === UNSTAMPED ? "bản trước / the version before" : program;
  // A disk of its own cannot be renamed: what is gone back to comes into another folder.
  const targetWords = isOwnDisk(folder)
    ? "--data <thư mục mới/new folder>"
    : `--data ${shellWord(folder)} --set-aside`;
  const { logFaults } = report;
  console.log(
    [
      ...(logFaults.length > 0
        ? [
            `CẢNH BÁO: sổ sự kiện đã hỏng (${logFaults.length} chỗ) trước khi nâng cấp, bản sao này cũng hỏng như thế; hãy chạy npm run sogoc -- verify --data ${shellWord(folder)}`,
            `WARNING: the log was damaged (${logFaults.length} places) before the update, and so is this backup; run npm run sogoc -- verify --data ${shellWord(folder)}`,
          ]
        : []),
      ...(movedAside === undefined
        ? []
        : [
            `${place} có thứ khác hoặc đã hỏng nên được để sang bên / held something else or was damaged and was put aside: ${movedAside}`,
          ]),
      isStampUnreadable
        ? `Không đọc được ${join(folder, "program.json")} (nội dung hỏng) nên không biết phiên bản nào mở dữ liệu lần trước; đã sao lưu trước khi mở bằng ${programVersion} / program.json cannot be read (its content is damaged), so which version opened the data last is not known; backed up first: ${join(place, report.set)}`
        : `Nâng cấp từ ${from} lên ${programVersion}: đã sao lưu trước / updated, backed up first: ${join(place, report.set)}`,
      "CHÚ Ý: việc nhập, kiểm tra, tải lên SAU lúc này không có trong bản ấy; quay lại là bỏ phần việc đó (dữ liệu hiện tại được để sang bên, không xóa).",
      "NOTE: what is keyed, checked or uploaded AFTER this moment is not in it; going back leaves that work behind (the data of now is put aside, not removed).",
      `Muốn quay lại: tắt máy chủ, chạy lệnh này bằng chương trình đang có, rồi đưa chương trình cũ (${from}) về chỗ cũ trước khi mở lại / to go back: stop the server, run this with the program that is here, then put the older program back before the next start:`,
      `  npm run sogoc -- restore ${shellWord(place)} --set ${shellWord(report.set)} ${targetWords}`,
    ].join("\n"),
  );
};
