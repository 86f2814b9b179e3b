import { readFile, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allModels } from "@sogoc/deploy/all-read-models";
import { programVersion } from "@sogoc/deploy/program-version";
import {
  ageUnseal,
  BackupRefused,
  type BackupReport,
  backup,
  type CheckShare,
  listSets,
  listUnfinished,
  openEmbedded,
  type RestoreReport,
  readMark,
  restore,
} from "@sogoc/embedded";
import { withDrillFolder } from "./drill-folder.ts";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { createProgressBar } from "./progress-bar.ts";
import { rebuildModels } from "./rebuild-models.ts";

const number = (value: number) => value.toLocaleString("vi");

/** What a person can mend becomes a message and an exit code: 2 for a wrong place, 1 for what is not whole. */
const explained = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BackupRefused)) throw error;
    throw new CommandFailed(error.message, error.kind === "content" ? exitCodes.notInOrder : exitCodes.usage);
  }
};

const withBar = async <Result>(
  label: string,
  work: (onProgress: (progress: { readonly blobs: number }) => void) => Promise<Result>,
): Promise<Result> => {
  const bar = createProgressBar(label);
  try {
    return await work(({ blobs }) => bar.update(blobs, null));
  } finally {
    bar.end();
  }
};

const lostLines = (lost: BackupReport["lost"]): string[] =>
  lost.map(
    ({ sha256, type, stream, position }) =>
      `MẤT TỆP / FILE LOST: ${sha256}  ${type}  stream ${stream}  position ${position}`,
  );

const tellBackup = ({ set, manifest, encrypted, copied, repaired, ...report }: BackupReport, to: string) => {
  const { head, blobs, installation } = manifest;
  console.log(`Hệ thống / installation: ${installation.slice(0, 12)}`);
  console.log(`Đã sao lưu / backed up: ${join(to, set)}${encrypted ? " (mã hóa / encrypted)" : ""}`);
  console.log(
    `${number(head.position)} events, ${number(blobs.count)} files (${number(blobs.bytes)} bytes), mới / new ${number(copied)}, sửa bản sao hỏng / repaired copies ${number(repaired)}`,
  );
  if (report.removedUnfinished > 0)
    console.log(
      `Đã dọn bản sao lưu dở dang / removed backups that had been cut off: ${report.removedUnfinished}`,
    );
  if (report.removedOld > 0) console.log(`Đã bỏ bản cũ / removed old ones: ${report.removedOld}`);
};

/** Backs a data folder up, also while a server runs. Exit code 1 when files were lost before. */
export const backupFolder = async (options: {
  readonly from: string;
  readonly to: string;
  readonly recipient: string | undefined;
  readonly check: CheckShare;
  readonly keep: number | undefined;
  readonly acceptOlder: boolean;
}): Promise<void> => {
  const report = await explained(() =>
    withBar("Sao lưu / backing up", (onProgress) =>
      backup({ ...options, program: programVersion, onProgress }),
    ),
  );
  tellBackup(report, options.to);
  if (report.lost.length > 0)
    throw new CommandFailed(lostLines(report.lost).join("\n"), exitCodes.notInOrder);
};

const tellRestored = (report: RestoreReport) => {
  console.log(
    `Nguyên vẹn / intact: ${number(report.events)} events, ${number(report.streams)} streams, ${number(report.blobs)} files (${number(report.bytes)} bytes), ${number(report.secrets)} secrets`,
  );
  console.log(`Dấu để giữ ở nơi khác / mark to keep elsewhere: ${report.mark.position}:${report.mark.hash}`);
  for (const line of lostLines(report.lost)) console.log(line);
};

/** The text of the key: from a file, from `SOGOC_BACKUP_KEY`, or none. */
const unsealFrom = async (keyFile: string | undefined) => {
  const text = keyFile === undefined ? process.env["SOGOC_BACKUP_KEY"] : await readFile(keyFile, "utf8");
  return text === undefined || text === "" ? undefined : ageUnseal(text);
};

export interface RestoreCall {
  readonly from: string;
  readonly set: string | undefined;
  readonly keyFile: string | undefined;
  readonly withLosses: boolean;
}

/** Makes a data folder from a backup; whole, or nothing and exit code 1. */
export const restoreFolder = async (
  options: RestoreCall & { readonly to: string; readonly setAside: boolean },
): Promise<void> => {
  const { from, to } = options;
  const report = await explained(async () => {
    const unseal = await unsealFrom(options.keyFile);
    return withBar("Khôi phục / restoring", (onProgress) => restore({ ...options, unseal, onProgress }));
  });
  if (report.setAsideAs !== undefined)
    console.log(`Dữ liệu cũ nay ở / what was there before: ${report.setAsideAs}`);
  console.log(`Đã khôi phục / restored: ${join(from, report.set ?? "")} → ${to}`);
  tellRestored(report);
};

/** Throws where the temporary place has no room for what is to be restored there. */
const requireRoom = async ({ from, set }: RestoreCall, place: string): Promise<void> => {
  const sets = await listSets(from);
  const chosen = set === undefined ? sets.at(-1) : sets.find(({ name }) => name === set);
  if (!chosen) return;
  const { files, blobs } = chosen.manifest;
  const needed = files.reduce((sum, { size }) => sum + size, blobs.bytes);
  const { bavail, bsize } = await statfs(place);
  // The log, and read models that are made of it, which are about as large.
  if (bavail * bsize > needed * 2) return;
  throw new CommandFailed(
    `${place} không đủ chỗ để diễn tập (${number(needed * 2)} bytes); --in <thư mục> / has no room for the drill; --in <folder>`,
    exitCodes.usage,
  );
};

/**
 * A restore for practice: into a temporary place, with every check and all read models, and away again. Neither the backup nor
 * any data folder is touched.
 */
export const drillBackup = async (options: RestoreCall & { readonly inside: string | undefined }) => {
  const { from, inside = tmpdir() } = options;
  await requireRoom(options, inside);
  await withDrillFolder(inside, async (place) => {
    const to = join(place, "restored");
    const report = await explained(async () => {
      const unseal = await unsealFrom(options.keyFile);
      return withBar("Diễn tập / drill", (onProgress) => restore({ ...options, to, unseal, onProgress }));
    });
    tellRestored(report);
    const { store, readModels, close } = await openEmbedded({ folder: to });
    try {
      await rebuildModels({ models: allModels, store, readModelsOf: async () => readModels });
    } finally {
      await close();
    }
    console.log(
      `Diễn tập khôi phục đạt, không động đến dữ liệu nào / the drill has passed, nothing was touched: ${join(from, report.set ?? "")}`,
    );
  });
};

/** Lists the backups of a place; exit code 1 when one was cut off or none is there. */
export const listBackups = async (from: string): Promise<void> => {
  const mark = await readMark(from);
  if (!mark)
    throw new CommandFailed(`Không phải nơi sao lưu / not a place of backups: ${from}`, exitCodes.usage);
  console.log(`Hệ thống / installation: ${mark.installation.slice(0, 12)}`);
  const sets = await listSets(from);
  for (const { name, manifest } of sets) {
    const { head, blobs, program, lost } = manifest;
    const losses = lost.length === 0 ? "" : `  mất / lost ${lost.length}`;
    console.log(
      `${name}  ${number(head.position)} events  ${number(blobs.count)} files  ${program}${losses}`,
    );
  }
  const unfinished = await listUnfinished(from);
  for (const name of unfinished) console.log(`${name}  DỞ DANG / CUT OFF`);
  if (sets.length === 0 || unfinished.length > 0)
    throw new CommandFailed(
      `${sets.length} bản nguyên vẹn / whole, ${unfinished.length} dở dang / cut off`,
      exitCodes.notInOrder,
    );
};
