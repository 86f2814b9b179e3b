import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { shellWord } from "@sogoc/core";
import {
  accessLines,
  ageUnseal,
  BackupRefused,
  type BackupReport,
  backup,
  blobLines,
  type CheckShare,
  dataFiles,
  diskFaultInWords,
  findPlaceHolder,
  generateBackupKey,
  inVietnam,
  inWords,
  isWholeSet,
  keepRecipient,
  listDamaged,
  listSets,
  listUnfinished,
  listUnreadable,
  MARK,
  type RestoreReport,
  readMark,
  readRecipient,
  readRegularBytes,
  restore,
  textOfKeyFile,
  withoutStampLines,
} from "@sogoc/embedded";
import { oneBackupInWords } from "@sogoc/embedded/backup-around";
import { backupRecipientIn, type CommandSetting } from "@sogoc/host/command-environment";
import { programVersion } from "@sogoc/host/program-version";
import { showOnce } from "@sogoc/host/shown-once";
import { counts, number } from "./counts.ts";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { createProgressBar } from "./progress-bar.ts";
import { damagedSecretLines, lostPasswordLines } from "./secret-lines.ts";

/**
 * What a person can mend becomes a message and an exit code: 2 for a wrong place, 1 for what is not
 * whole, 3 for the disk.
 */
export const explained = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BackupRefused)) throw error;
    const code = {
      content: exitCodes.notInOrder,
      disk: exitCodes.failed,
      place: exitCodes.usage,
      key: exitCodes.usage,
    };
    throw new CommandFailed(error.message, code[error.kind]);
  }
};

export const withBar = async <Result>(
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
  lost.map((blob) => `MẤT TỆP / FILE LOST: ${blobLines(blob)}`);

/** Files that only the backup still has, and how they come back. */
const onlyCopiedLines = (files: BackupReport["onlyCopied"], place: string): string[] => [
  ...files.map(
    (blob) =>
      `HỎNG HOẶC MẤT TRÊN MÁY CHỦ, BẢN SAO CÒN TỐT / DAMAGED OR GONE ON THE SERVER, THE COPY IS RIGHT: ${blobLines(blob)}`,
  ),
  ...(files.length === 0
    ? []
    : [
        `Lấy lại: khôi phục ${place} ra thư mục khác rồi chép blobs/… về đúng chỗ / to bring them back: restore ${place} to another folder and copy blobs/… to their places`,
      ]),
];

/** Backups of which nothing can be told, each by its folder. */
const damagedLines = (damaged: readonly string[], place: string): string[] =>
  damaged.map(
    (name) =>
      `KÊ KHAI HỎNG, KHÔNG DÙNG ĐƯỢC / MANIFEST DAMAGED, NOT USABLE: ${join(place, name)} (manifest.json)`,
  );

/** Backups that may be whole, and that this account may not read; and what helps. */
const unreadableLines = (names: readonly string[], place: string, data?: string): string[] => [
  ...names.map(
    (name) => `KHÔNG ĐƯỢC ĐỌC BẰNG TÀI KHOẢN NÀY / THIS ACCOUNT MAY NOT READ: ${resolve(place, name)}`,
  ),
  ...(names.length === 0 ? [] : accessLines(place, data)),
];

/** Faults of a log that was saved as it is, and what mends it. */
const damagedLogLines = (faults: readonly string[], from: string, to: string): string[] => [
  ...faults.map((fault) => `SỔ SỰ KIỆN HỎNG / LOG DAMAGED: ${fault}`),
  ...(faults.length === 0
    ? []
    : [
        `Bản vừa sao lưu KHÔNG phải bản tốt; chưa bỏ bản cũ nào. Tắt máy chủ, xem bản nào còn nguyên vẹn rồi khôi phục / what was just saved is NO good backup, and no old one was removed; stop the server, see which backup is whole, and restore it:\n  npm run sogoc -- backup list ${shellWord(to)}\n  npm run sogoc -- restore ${shellWord(to)} --set <bản nguyên vẹn cuối / the last whole one> --data ${shellWord(from)} --set-aside`,
      ]),
];

const tellBackup = (
  { set, manifest, encrypted, copied, repaired, ...report }: BackupReport,
  { from, to }: { readonly from: string; readonly to: string },
) => {
  const { head, blobs, installation } = manifest;
  console.log(`Hệ thống / installation: ${installation.slice(0, 12)}`);
  console.log(`Đã sao lưu / backed up: ${join(to, set)}${encrypted ? " (mã hóa / encrypted)" : ""}`);
  const { vi, en } = counts({ events: head.position, files: blobs.count, bytes: blobs.bytes });
  console.log(`${vi} / ${en}`);
  console.log(
    `Tệp mới / new files: ${number(copied)}; sửa bản sao hỏng / repaired copies: ${number(repaired)}`,
  );
  if (report.removedUnfinished > 0)
    console.log(
      `Đã dọn bản sao lưu dở dang / removed backups that had been cut off: ${report.removedUnfinished}`,
    );
  if (!encrypted)
    console.log(
      "KHÔNG MÃ HÓA: cất như cất sổ gốc; muốn mã hóa thì chọn một thư mục trống (dùng khóa sao lưu của hệ thống, hoặc --recipient age1…) / NOT ENCRYPTED: keep it as safe as the registers; an empty folder is encrypted (by the installation's key, or --recipient age1…)",
    );
  for (const line of damagedLines(report.damagedSets, to)) console.log(line);
  for (const line of unreadableLines(report.unreadableSets, to, from)) console.log(line);
  if (report.stampFault !== undefined) {
    for (const line of withoutStampLines(report.stampFault)) console.log(line);
  }
  if (report.removedOld > 0) console.log(`Đã bỏ bản cũ / removed old ones: ${report.removedOld}`);
  if (report.removedBlobs > 0)
    console.log(
      `Đã xóa tệp không bản nào còn cần / removed files that no backup needs any more: ${report.removedBlobs}`,
    );
};

interface BackupCall {
  readonly from: string;
  readonly to: string;
  /** As it was given. */
  readonly recipient: string | undefined;
  /** Nothing is encrypted. */
  readonly plain: boolean;
  readonly check: CheckShare;
  readonly keep: number | undefined;
  readonly acceptOlder: boolean;
}

/**
 * The key that a backup is sealed with: as it was given, or set for the server and its commands; in
 * a new place the installation's own, where it has one; none where a plain copy is asked for. A
 * place that is in use keeps its own, and another that is given or set is refused.
 */
const recipientFor = async ({ from, to, recipient, plain }: BackupCall): Promise<string | undefined> => {
  const mark = await readMark(to);
  if (plain && recipient !== undefined)
    throw new CommandFailed("--plain và --recipient trái nhau / exclude each other", exitCodes.usage);
  if (plain && typeof mark?.recipient === "string")
    throw new CommandFailed(
      `${to} giữ bản mã hóa; --plain cần một thư mục trống / holds encrypted backups; --plain needs an empty folder`,
      exitCodes.usage,
    );
  if (plain) return undefined;
  const wanted = recipient ?? backupRecipientIn(process.env);
  return mark ? wanted : (wanted ?? (await readRecipient(from)));
};

/** Backs a data folder up, also while a server runs. Exit code 1 when files were lost before. */
export const backupFolder = async (options: BackupCall): Promise<void> => {
  const recipient = await explained(() => recipientFor(options));
  const report = await explained(() =>
    withBar("Sao lưu / backing up", (onProgress) =>
      backup({
        ...options,
        recipient,
        program: programVersion,
        onProgress,
        onWaiting: ({ vi, en }) =>
          console.error(
            `Ở ${options.to} có dấu của một lần sao lưu khác, ${vi}; đang xem nó còn chạy không, chậm nhất ba phút … / the mark of another backup is there, ${en}; looking whether it is still at work, three minutes at the most …`,
          ),
      }),
    ),
  );
  tellBackup(report, options);
  const sealedTo = (await readMark(options.to))?.recipient;
  if (typeof sealedTo === "string")
    console.log(`Mở bằng khóa có mã / opened by the key marked: ${sealedTo.slice(0, 14)}…`);
  if (statSync(options.to).dev === statSync(options.from).dev)
    console.log(
      `CẢNH BÁO / WARNING: ${options.to} nằm cùng ổ đĩa với dữ liệu (ổ rời chưa được gắn?), hỏng ổ là mất cả hai / lies on the same disk as the data (is the other disk mounted?)`,
    );
  const missing = [
    ...damagedLogLines(report.logFaults, options.from, options.to),
    ...unreadableLines(report.unreadableBlobs, options.from, options.from),
    ...lostLines(report.lost),
    ...onlyCopiedLines(report.onlyCopied, options.to),
    ...damagedSecretLines(report.damagedSecrets, options.from),
  ];
  if (missing.length > 0) throw new CommandFailed(missing.join("\n"), exitCodes.notInOrder);
};

/** What the secrets lack, and what whoever restores does about it. */
const secretLines = ({ lost, without, ofNobody, unreadable, exportKeyLost }: RestoreReport["accounts"]) => [
  ...lostPasswordLines(lost),
  ...without.map((name) => `Chưa từng có mật khẩu / never had a password: ${name}`),
  ...(ofNobody > 0
    ? [`Mật khẩu không thuộc tài khoản nào / passwords that belong to no account: ${number(ofNobody)}`]
    : []),
  ...damagedSecretLines(unreadable),
  ...(exportKeyLost
    ? [
        "MẤT KHÓA KÝ GÓI BÀN GIAO / THE KEY THAT SIGNS PACKAGES IS LOST: gói sau dùng khóa mới, hãy báo nơi nhận / later packages have a new one; tell who receives them",
      ]
    : []),
];

/** Faults of a log that was restored as it is, and what can be done about it. */
const restoredLogLines = (faults: readonly string[], from: string): string[] => [
  ...faults.map((fault) => `SỔ SỰ KIỆN HỎNG / LOG DAMAGED: ${fault}`),
  ...(faults.length === 0
    ? []
    : [
        `Đừng cho người làm việc trên dữ liệu này: máy chủ có thể không mở được, và những sự kiện kể trên không còn tin được. Hãy thử các bản cũ hơn trước / do not let people work on it: a server may not open it, and the events above cannot be relied on; try older backups first:\n  npm run sogoc -- backup list ${shellWord(from)}\n  npm run sogoc -- restore ${shellWord(from)} --set <bản nguyên vẹn / a whole one> --data <thư mục mới / new folder>`,
        "Không còn bản nào nguyên vẹn: giữ thư mục này làm chứng, đối chiếu các hồ sơ của chuỗi bị hỏng với sổ giấy, và gửi kết quả verify cho người phát triển / where none is whole, keep this folder as evidence, hold the records of the damaged streams against the paper books, and send what verify says to the developers",
      ]),
];

export const tellRestored = (report: RestoreReport, from: string) => {
  const { events, streams, blobs: files, bytes, secrets } = report;
  const { vi, en } = counts({ events, streams, files, bytes, secrets });
  if (report.madeAt) console.log(`Bản sao lưu lúc / backup made at: ${inVietnam(report.madeAt)}`);
  const { lost, logFaults } = report;
  if (lost.length === 0 && logFaults.length === 0) console.log(`Nguyên vẹn: ${vi} / intact: ${en}`);
  if (lost.length > 0)
    console.log(
      `KHÔNG NGUYÊN VẸN, thiếu ${number(lost.length)} tệp: ${vi} / NOT WHOLE, ${number(lost.length)} files are missing: ${en}`,
    );
  if (logFaults.length > 0)
    console.log(
      `KHÔNG NGUYÊN VẸN, sổ sự kiện hỏng ${number(logFaults.length)} chỗ: ${vi} / NOT WHOLE, the log is damaged in ${number(logFaults.length)} places: ${en}`,
    );
  for (const line of restoredLogLines(logFaults, from)) console.log(line);
  for (const line of secretLines(report.accounts)) console.log(line);
  if (report.damagedSets.length > 0) {
    for (const line of damagedLines(report.damagedSets, from)) console.log(line);
    console.log(
      `CHÚ Ý: đây là bản CŨ HƠN các bản kê khai hỏng ở trên / NOTE: this one is OLDER than those above: ${report.set}`,
    );
  }
  console.log(`Dấu để giữ ở nơi khác / mark to keep elsewhere: ${report.mark.position}:${report.mark.hash}`);
  for (const line of lostLines(report.lost)) console.log(line);
};

/** A key file holds a line or three. */
const MOST_KEY_BYTES = 65_536;

const keyIn = async (keyFile: string): Promise<string> => {
  try {
    return textOfKeyFile(await readRegularBytes(keyFile, { follow: true, mostBytes: MOST_KEY_BYTES }));
  } catch (error) {
    const reason = diskFaultInWords(error, keyFile) ?? (error instanceof Error ? error.message : keyFile);
    throw new CommandFailed(`Tệp khóa / key file: ${reason}`, exitCodes.usage);
  }
};

/**
 * What opens the backups of a place: by keys from a file, or from `SOGOC_BACKUP_KEY`. Undefined
 * where no key is given; a file without one is refused.
 */
export const unsealFrom = async (keyFile: string | undefined, from: string) => {
  const text =
    keyFile === undefined ? process.env["SOGOC_BACKUP_KEY" satisfies CommandSetting] : await keyIn(keyFile);
  if (text === undefined || (text === "" && keyFile === undefined)) return undefined;
  return ageUnseal(text, (await readMark(from))?.recipient ?? undefined);
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
  const { from } = options;
  const report = await explained(async () => {
    const unseal = await unsealFrom(options.keyFile, from);
    return withBar("Khôi phục / restoring", (onProgress) => restore({ ...options, unseal, onProgress }));
  });
  if (report.setAsideAs !== undefined)
    console.log(`Dữ liệu cũ nay ở / what was there before: ${report.setAsideAs}`);
  console.log(`Đã khôi phục / restored: ${join(from, report.set ?? "")} → ${report.to}`);
  tellRestored(report, from);
  requireWhole(report);
};

/** Throws, so that the exit code says it, where events, files or passwords did not come back. */
export const requireWhole = ({ lost, logFaults, accounts }: RestoreReport): void => {
  const count = lost.length + logFaults.length + accounts.lost.length + accounts.unreadable.length;
  if (count === 0) return;
  throw new CommandFailed(
    `Thiếu hoặc hỏng ${number(count)} thứ kể trên / ${number(count)} of the above are missing or damaged`,
    exitCodes.notInOrder,
  );
};

/**
 * Makes a new key for an installation whose key is lost or was seen by others: from now on new
 * places are encrypted to it. What lies in older places is opened by the older key alone.
 */
export const newBackupKey = async (folder: string): Promise<void> => {
  if (!existsSync(dataFiles(folder).events))
    throw new CommandFailed(`Không có dữ liệu ở ${folder} / no store in ${folder}`, exitCodes.usage);
  // Whatever it says, or cannot say: this is what replaces it.
  const before = await readRecipient(folder).catch(() => "?");
  const { secret, recipient } = await generateBackupKey();
  const shown = [
    ...(before === undefined
      ? []
      : [
          `Thay cho khóa có mã / in place of the key marked: ${before.slice(0, 14)}… (giữ tờ giấy ấy: nó mở các bản ở nơi cũ / keep its paper: it opens what lies in older places)`,
        ]),
    "KHÓA SAO LƯU MỚI – CHỈ HIỆN MỘT LẦN. Hãy chép ra giấy và cất ở hai nơi khác máy này.",
    "NEW BACKUP KEY – SHOWN ONCE. Write it down and keep it in two places away from this machine:",
    `  ${secret}`,
    `Mã của khóa, ghi kèm trên giấy / its mark, to be written beside it: ${recipient.slice(0, 14)}…`,
    "Khóa này dùng cho nơi sao lưu MỚI: đặt SOGOC_BACKUP_TO là một thư mục trống rồi mở lại máy chủ. Các bản ở nơi cũ vẫn chỉ mở được bằng khóa cũ.",
    "It is for a NEW place: set SOGOC_BACKUP_TO to an empty folder and start the server again. What lies in older places is opened by the older key alone.",
  ].join("\n");
  // A key that nobody has seen would seal every backup from now on for good, and one that was shown
  // and could not be kept would lie on paper for nothing.
  await keepRecipient(folder, recipient, () => showOnce(shown));
};

const tellSets = async (from: string): Promise<void> => {
  const isOne = oneBackupInWords(from);
  if (isOne !== undefined) throw new CommandFailed(isOne, exitCodes.usage);
  const [mark, sets, damaged] = [await readMark(from), await listSets(from), await listDamaged(from)];
  const denied = await listUnreadable(from);
  const installation = mark?.installation ?? sets.at(-1)?.manifest.installation;
  if (installation === undefined && damaged.length === 0 && denied.length === 0)
    throw new CommandFailed(`Không phải nơi sao lưu / not a place of backups: ${from}`, exitCodes.usage);
  console.log(`Hệ thống / installation: ${installation?.slice(0, 12) ?? "?"}`);
  if (mark)
    console.log(
      mark.recipient === null
        ? "Không mã hóa / not encrypted"
        : `Mở bằng khóa có mã / opened by the key marked: ${mark.recipient.slice(0, 14)}…`,
    );
  for (const { name, manifest, misfits } of sets) {
    const { head, blobs, program, lost, logFaults = 0 } = manifest;
    const losses = lost.length === 0 ? "" : `  mất / lost ${lost.length}`;
    const damage = logFaults === 0 ? "" : `  SỔ SỰ KIỆN HỎNG / LOG DAMAGED ${logFaults}`;
    const { vi, en } = counts({ events: head.position, files: blobs.count });
    console.log(
      `${name}  (${inVietnam(new Date(manifest.startedAt))})  ${vi} / ${en}  ${program}${losses}${damage}`,
    );
    if (misfits.length > 0)
      console.log(
        `  KHÔNG CÒN NHƯ LÚC SAO LƯU, ĐỪNG DÙNG / NOT WHAT WAS WRITTEN, DO NOT USE: ${misfits.join(", ")} (có chương trình đã mở nó như thư mục dữ liệu, hoặc ổ hỏng / a program has opened it as a data folder, or the disk is bad)`,
      );
  }
  const unfinished = await listUnfinished(from);
  const holder = await findPlaceHolder(from);
  const state = holder ? "ĐANG GHI HOẶC DỞ DANG / UNDER WAY OR CUT OFF" : "DỞ DANG / CUT OFF";
  for (const name of unfinished) console.log(`${name}  ${state}`);
  if (holder)
    console.log(
      `Lần sao lưu đang ghi vào đây, hoặc bị ngắt: ${holder.vi} / under way here, or cut off: ${holder.en}`,
    );
  for (const line of [...damagedLines(damaged, from), ...unreadableLines(denied, from)]) console.log(line);
  if (!mark && !denied.includes(MARK))
    console.log(`TỆP ĐÁNH DẤU HỎNG / MARK DAMAGED: ${join(from, "sogoc-backups.json")}`);
  const whole = sets.filter(isWholeSet).length;
  const changed = sets.filter(({ misfits }) => misfits.length > 0).length;
  const ofDamaged = sets.length - whole - changed;
  if (
    !mark ||
    whole === 0 ||
    ofDamaged > 0 ||
    changed > 0 ||
    unfinished.length > 0 ||
    damaged.length + denied.length > 0
  )
    throw new CommandFailed(
      `${whole} bản nguyên vẹn / whole, ${ofDamaged} hỏng sổ sự kiện / with a damaged log, ${changed} không còn như lúc sao lưu / not what was written, ${unfinished.length} dở dang / cut off, ${damaged.length} hỏng kê khai / with a damaged manifest, ${denied.length} không được đọc / not readable by this account`,
      exitCodes.notInOrder,
    );
};

/** Lists the backups of a place; exit code 1 when one was cut off or none is there. */
export const listBackups = (from: string): Promise<void> =>
  explained(() =>
    tellSets(from).catch((error: unknown) => {
      throw inWords(error, from);
    }),
  );
