import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { shellWord } from "@sogoc/core";
import { PASSWORD_PREFIX, typesNamingBlobs } from "@sogoc/events";
import { BEFORE_UPDATE, requireNoRestore } from "./backup/unfinished-restore.ts";
import { dataFiles } from "./data-files.ts";
import { DataFolderRefused } from "./data-folder-refused.ts";
import { requireOwnFolder } from "./own-names.ts";
import { readUntouched } from "./read-untouched.ts";
import { secretsDamage } from "./secrets-damage.ts";
import { furthestSeen, type SeenPosition } from "./seen-positions.ts";

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Undefined where the file is damaged: what opens it says so. */
const askNumber = (file: string, sql: string, ...values: readonly string[]): number | undefined => {
  if (sizeOf(file) === 0) return 0;
  try {
    return readUntouched(file, (database) => Number(database.prepare(sql).get(...values)?.["n"] ?? 0));
  } catch {
    return undefined;
  }
};

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const hasBlobs = (folder: string): boolean =>
  namesIn(folder).some(
    (start) =>
      /^[0-9a-f]{2}$/.test(start) && namesIn(join(folder, start)).some((rest) => /^[0-9a-f]{62}$/.test(rest)),
  );

const headOf = (folder: string): number | undefined => {
  const { events } = dataFiles(folder);
  const head = askNumber(events, "SELECT max(position) AS n FROM events");
  if (head !== undefined || sizeOf(events) === 0) return head;
  // A file that was begun and has no tables yet holds nothing either.
  return askNumber(events, "SELECT count(*) AS n FROM sqlite_schema") === 0 ? 0 : undefined;
};

const passwordsIn = (folder: string): number =>
  askNumber(
    dataFiles(folder).secrets,
    "SELECT count(*) AS n FROM secrets WHERE key >= ?1 AND key < ?1 || char(1114111)",
    PASSWORD_PREFIX,
  ) ?? 0;

/**
 * What a folder without events has that comes of events only, by its names. Keys alone are made
 * before the first event, but never before the log's file.
 */
const tracesOf = (folder: string): readonly string[] => {
  const { events, secrets, consumers, blobs } = dataFiles(folder);
  const isBegun = sizeOf(events) > 0;
  const found: string[] = [];
  const keys = isBegun ? 0 : (askNumber(secrets, "SELECT count(*) AS n FROM secrets") ?? 0);
  if (keys > 0 || passwordsIn(folder) > 0) found.push(secrets);
  if (furthestSeen(folder).position > 0) found.push(consumers);
  if (hasBlobs(blobs)) found.push(blobs);
  const saved = join(folder, BEFORE_UPDATE);
  if (namesIn(saved).some((name) => /^\d{4}-\d\d-\d\dT/.test(name))) found.push(saved);
  return found;
};

const restoreLine = (folder: string): string =>
  `  npm run sogoc -- restore <nơi sao lưu / place of the backups> --data ${shellWord(folder)} --set-aside`;

const logLost = (folder: string, traces: readonly string[]): DataFolderRefused => {
  const { events } = dataFiles(folder);
  const there = traces.join(", ");
  return new DataFolderRefused(
    "log",
    [
      `Không mở: sổ sự kiện ${events} bị mất hoặc trống, trong khi vẫn còn ${there}. Chưa ghi, tạo hay xóa gì; hãy khôi phục bản sao lưu cuối (những gì đang có được để sang bên):`,
      `Not opened: the log ${events} is missing or empty, although ${there} are there. Nothing was written, made or removed; restore the last backup (what is there is put aside):`,
      restoreLine(folder),
    ].join("\n"),
  );
};

const logShorter = (folder: string, head: number, { by, position }: SeenPosition): DataFolderRefused =>
  new DataFolderRefused(
    "log",
    [
      `Không mở: sổ sự kiện ở ${folder} hết ở sự kiện ${head}, nhưng ${by} đã đọc đến ${position}: phần cuối đã mất, hoặc một bản cũ hơn được đặt vào. Chưa ghi, tạo hay xóa gì; hãy khôi phục bản sao lưu cuối (những gì đang có được để sang bên):`,
      `Not opened: the log in ${folder} ends at event ${head}, but ${by} has seen ${position}: its end is lost, or an older one was put back. Nothing was written, made or removed; restore the last backup (what is there is put aside):`,
      restoreLine(folder),
      "Không còn bản nào mới hơn, chấp nhận mất phần cuối / where no newer one is left, and the end may be lost:",
      `  npm run sogoc -- rebuild --accept-older --data ${shellWord(folder)}`,
    ].join("\n"),
  );

/**
 * Why a folder without a single event is not a new one: what else lies in it comes of events. Also
 * undefined where the log cannot be read, which is told by what opens it. Nothing is written.
 */
export const findMissingLog = (folder: string): DataFolderRefused | undefined => {
  if (headOf(folder) !== 0) return undefined;
  const traces = tracesOf(folder);
  return traces.length > 0 ? logLost(folder, traces) : undefined;
};

const findShorterLog = (folder: string): DataFolderRefused | undefined => {
  // Before the log, which may grow meanwhile.
  const seen = furthestSeen(folder);
  const head = headOf(folder) ?? 0;
  return head > 0 && seen.position > head ? logShorter(folder, head, seen) : undefined;
};

/**
 * Throws `DataFolderRefused` where the log is missing, empty or shorter than it was: an
 * installation must not begin anew beside what is left of one. `acceptOlder` lets a shorter one
 * pass.
 */
export const requireWholeLog = (
  folder: string,
  { acceptOlder = false }: { readonly acceptOlder?: boolean | undefined } = {},
): void => {
  const loss = findMissingLog(folder) ?? (acceptOlder ? undefined : findShorterLog(folder));
  if (loss) throw loss;
};

/**
 * Why the secrets are not those of the log: no file, an empty or a damaged one, or no password at
 * all although somebody has signed in. A first start makes the file before the first event.
 */
export const findSecretsLoss = (folder: string): DataFolderRefused | undefined => {
  const { events, secrets } = dataFiles(folder);
  const head = headOf(folder) ?? 0;
  if (head === 0) return undefined;
  const damage = sizeOf(secrets) > 0 ? secretsDamage(secrets) : undefined;
  if (sizeOf(secrets) > 0 && damage === undefined) {
    // A file that may not be read is told by what opens it.
    const isReadable = askNumber(secrets, "SELECT count(*) AS n FROM sqlite_schema") !== undefined;
    if (!isReadable || passwordsIn(folder) > 0) return undefined;
    const signIns = askNumber(
      events,
      "SELECT count(*) AS n FROM (SELECT 1 FROM events WHERE type = 'SignedIn' LIMIT 1)",
    );
    if (signIns === 0) return undefined;
  }
  const vi = damage === undefined ? "bị mất hoặc trống" : `đã hỏng (${damage})`;
  const en = damage === undefined ? "is missing or empty" : `is damaged (${damage})`;
  return new DataFolderRefused(
    "secrets",
    [
      `Không mở: ${secrets} (mật khẩu, phiên đăng nhập, khóa ký) ${vi}, trong khi sổ sự kiện có ${head} sự kiện. Chưa ghi, tạo hay xóa gì; hãy khôi phục bản sao lưu cuối ra thư mục khác, rồi chép secrets.sqlite của nó vào ${folder}:`,
      `Not opened: ${secrets} (passwords, sessions, signing keys) ${en}, although the log has ${head} events. Nothing was written, made or removed; restore the last backup to another folder and copy its secrets.sqlite into ${folder}:`,
      "  npm run sogoc -- restore <nơi sao lưu / place of the backups> --data <thư mục mới / new folder>",
      "Không còn bản sao nào: mọi mật khẩu, phiên và khóa ký coi như mất, cấp lại từ quản trị viên / where no copy is left, all passwords, sessions and signing keys are lost, and the administrator issues new ones:",
      `  npm run sogoc -- admin reset --accept-lost-secrets --data ${shellWord(folder)}`,
    ].join("\n"),
  );
};

/** What an export held may have ended with it; everything else is kept for ever. */
const typesKept = typesNamingBlobs.filter((type) => type !== "BookExported");

/**
 * Why there are no stored files at all although events name some: their folder is not there, as
 * after a move to another machine that was cut off. Files that are missing one by one are told
 * while a server runs.
 */
export const findMissingFiles = (folder: string): DataFolderRefused | undefined => {
  const { events, blobs } = dataFiles(folder);
  if (existsSync(blobs)) return undefined;
  const marks = typesKept.map(() => "?").join(",");
  const named = askNumber(
    events,
    `SELECT count(*) AS n FROM (SELECT 1 FROM events WHERE type IN (${marks}) LIMIT 1)`,
    ...typesKept,
  );
  if ((named ?? 0) === 0) return undefined;
  return new DataFolderRefused(
    "blobs",
    [
      `Không mở: thư mục ${blobs} (bản quét, tệp nhập) không có, trong khi sổ sự kiện có tệp. Chưa ghi, tạo hay xóa gì. Vừa chuyển máy thì chép nốt thư mục blobs từ máy cũ sang; không còn thì khôi phục bản sao lưu cuối (những gì đang có được để sang bên):`,
      `Not opened: the folder ${blobs} (scans, imports) is not there, although the log names files. Nothing was written, made or removed. After a move to another machine copy the folder blobs from the older one; where that is gone, restore the last backup (what is there is put aside):`,
      restoreLine(folder),
      "Không còn ở đâu nữa, chấp nhận mất mọi tệp / where they are nowhere any more, and all may be lost:",
      `  npm run sogoc -- rebuild --accept-lost-files --data ${shellWord(folder)}`,
    ].join("\n"),
  );
};

/** Throws `DataFolderRefused` where the folder of the files that events name is gone. */
export const requireFiles = (folder: string): void => {
  const loss = findMissingFiles(folder);
  if (loss) throw loss;
};

/** Throws `DataFolderRefused` where the passwords and keys of the log's accounts are gone. */
export const requireSecrets = (folder: string): void => {
  const loss = findSecretsLoss(folder);
  if (loss) throw loss;
};

/** All that must be so before a server writes anything to a folder. Throws in words. */
export const requireUsableFolder = (folder: string): void => {
  requireNoRestore(folder);
  requireOwnFolder(folder);
  requireWholeLog(folder);
  requireSecrets(folder);
  requireFiles(folder);
};
