import { existsSync, statSync } from "node:fs";
import {
  type BrokenEvent,
  createChainVerifier,
  LOG_START,
  type LogMark,
  markAfter,
  messageOf,
  type RecordedEvent,
} from "@sogoc/core";
import {
  accessLines,
  type BlobsVerdict,
  blobLines,
  dataFiles,
  findDenied,
  findLeftCopy,
  findMissingLog,
  findSecretsLoss,
  type SeenPosition,
  type StoreVerdict,
  seenPositions,
  verifyBlobs,
  verifySecrets,
  verifyStore,
} from "@sogoc/embedded";
import { openInstallation } from "@sogoc/host/engines";
import { counts } from "./counts.ts";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { readLog } from "./migrate/read-log.ts";
import { DISTRIBUTED, distributedFrom } from "./migrate/sides.ts";
import { createProgressBar } from "./progress-bar.ts";
import { damagedSecretLines, lostPasswordLines } from "./secret-lines.ts";

/** What may be whole, and what this account may not read; and what helps. */
const deniedLines = (paths: readonly string[], folder: string): readonly string[] => [
  ...paths.map(
    (path) =>
      `KHÔNG ĐƯỢC ĐỌC BẰNG TÀI KHOẢN NÀY, CHƯA KIỂM TRA / THIS ACCOUNT MAY NOT READ, NOT LOOKED AT: ${path}`,
  ),
  ...(paths.length === 0 ? [] : accessLines(paths[0] ?? folder)),
];

/** Throws where this account may not read the log: nothing is then told of anything. */
const requireReadableLog = (folder: string): void => {
  const { events } = dataFiles(folder);
  const denied = findDenied(folder).filter((path) => path === folder || path.startsWith(events));
  if (denied.length > 0) throw new CommandFailed(deniedLines(denied, folder).join("\n"), exitCodes.failed);
};

export const requireStore = (folder: string): void => {
  requireReadableLog(folder);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new CommandFailed(
      `${folder} là tệp, không phải thư mục dữ liệu / is a file and no data folder`,
      exitCodes.usage,
    );
  if (!existsSync(dataFiles(folder).events)) {
    throw new CommandFailed(`Không có dữ liệu ở ${folder} / no store in ${folder}`, exitCodes.usage);
  }
};

/** `<position>:<hash>` as `verify` has printed it. Throws for anything else. */
const markFrom = (text: string): LogMark => {
  const [, position, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  if (position === undefined || hash === undefined)
    throw new CommandFailed(
      "--at-least: phải đúng như verify đã in, <vị trí>:<64 ký tự> / as verify has printed it, <position>:<hash>",
      exitCodes.usage,
    );
  return { position: Number(position), hash };
};

/**
 * `seen` is what read models and consumers have handled; `blobs` is undefined where they were not
 * looked at.
 */
interface Verdict extends StoreVerdict {
  readonly seen: readonly SeenPosition[];
  /** What is to be said of secrets that are gone or damaged. */
  readonly secretFaults: readonly string[];
  readonly blobs: BlobsVerdict | NotLookedAt | undefined;
  /** What this account may not read. */
  readonly denied: readonly string[];
}

/** What a log names can be told only where it, and the lists that it names, can be read. */
interface NotLookedAt {
  readonly reason: string;
}

const verifyBlobsOf = async (folder: string): Promise<BlobsVerdict | NotLookedAt> => {
  const bar = createProgressBar("Kiểm tra tệp / verifying files");
  try {
    return await verifyBlobs({ folder, onProgress: ({ blobs }) => bar.update(blobs, null) });
  } catch (error) {
    return { reason: messageOf(error) };
  } finally {
    bar.end();
  }
};

/**
 * Secrets that are gone, or not what was written, by name; where the log can be read. Accounts
 * without a password are told only: where the loss of all was accepted, they wait for a new one.
 */
const secretFaultsOf = async (folder: string, denied: readonly string[]): Promise<readonly string[]> => {
  if (denied.some((path) => path.startsWith(dataFiles(folder).secrets))) return [];
  const loss = findSecretsLoss(folder)?.message;
  if (loss !== undefined) return [loss];
  try {
    const found = await verifySecrets(folder);
    if ("damage" in found) return [`HỎNG / DAMAGED: ${dataFiles(folder).secrets}: ${found.damage}`];
    for (const line of lostPasswordLines(found.lost)) console.log(line);
    return damagedSecretLines(found.unreadable, folder);
  } catch (error) {
    return [`KHÔNG KIỂM TRA ĐƯỢC MẬT KHẨU VÀ KHÓA / SECRETS COULD NOT BE LOOKED AT: ${messageOf(error)}`];
  }
};

const inFolder = async (folder: string, mark: LogMark | undefined): Promise<Verdict> => {
  requireReadableLog(folder);
  const missing = findMissingLog(folder);
  if (missing) throw new CommandFailed(missing.message, exitCodes.notInOrder);
  requireStore(folder);
  const seen = seenPositions(folder);
  const bar = createProgressBar("Kiểm tra / verifying");
  const verdict = await verifyStore({
    file: dataFiles(folder).events,
    mark,
    onProgress: ({ events, head }) => bar.update(events, head),
  });
  bar.end();
  tellLeftCopy(folder);
  const denied = findDenied(folder);
  const secretFaults = await secretFaultsOf(folder, denied);
  const blobs = await verifyBlobsOf(folder);
  const single = "reason" in blobs ? [] : blobs.denied;
  const isFolderDenied = denied.includes(dataFiles(folder).blobs);
  return { ...verdict, seen, secretFaults, blobs, denied: isFolderDenied ? denied : [...denied, ...single] };
};

/**
 * Its positions are places in the server's own log and have gaps; the server looks after its own
 * files.
 */
const onServers = async (mark: LogMark | undefined): Promise<Verdict> => {
  const { store, close } = await openInstallation(distributedFrom(process.env));
  const verify = createChainVerifier({ gapless: false });
  const streams = new Set<string>();
  const broken = new Map<string, BrokenEvent>();
  let head = LOG_START;
  let events = 0;
  let markHolds = mark && mark.position === 0;
  const look = (event: RecordedEvent) => {
    events++;
    streams.add(event.stream);
    head = markAfter(head, event);
    if (mark && head.position === mark.position) markHolds = head.hash === mark.hash;
    const found = verify(event);
    if (found && !broken.has(event.stream)) broken.set(event.stream, found);
  };
  try {
    for await (const event of readLog(store)) look(event);
  } finally {
    await close();
  }
  return {
    events,
    streams: streams.size,
    broken: [...broken.values()],
    integrity: [],
    head,
    markHolds,
    seen: [],
    secretFaults: [],
    blobs: undefined,
    denied: [],
  };
};

const blobFaultsOf = (blobs: BlobsVerdict | NotLookedAt): string[] =>
  "reason" in blobs
    ? [`KHÔNG KIỂM TRA ĐƯỢC TỆP / FILES COULD NOT BE LOOKED AT: ${blobs.reason}`]
    : [
        ...blobs.missing.map((blob) => `THIẾU TỆP / FILE MISSING: ${blobLines(blob)}`),
        ...blobs.broken.map((blob) => `TỆP HỎNG / FILE DAMAGED: ${blobLines(blob)}`),
      ];

const logFaultsOf = ({ events, broken, integrity, head, markHolds, seen }: Verdict): string[] => [
  ...broken.map(
    ({ fault, stream, revision, position, id }) =>
      `HỎNG / BROKEN: ${fault}  stream ${stream}  revision ${revision}  position ${position}  event ${id}`,
  ),
  ...integrity,
  // Of a log that could not be opened nothing is known, its end neither.
  ...(events === 0 && integrity.length > 0 ? [] : seen)
    .filter(({ position }) => position > head.position)
    .map(
      ({ by, position }) =>
        `MẤT ĐUÔI / CUT OFF: sổ sự kiện hết ở ${head.position}, nhưng ${by} đã đọc đến ${position} / the log ends at ${head.position}, but ${by} has seen ${position}`,
    ),
  ...(markHolds === false
    ? [
        "KHÔNG KHỚP / NO MATCH: sổ sự kiện không còn như lúc ghi dấu / the log is not what it was when that mark was taken",
      ]
    : []),
];

/** A backup that was killed leaves no damage, and what nobody should find. */
const tellLeftCopy = (folder: string): void => {
  const left = findLeftCopy(folder);
  if (left !== undefined)
    console.log(
      `CÒN SÓT / LEFT OVER: ${left}: bản chép sổ sự kiện và mật khẩu của một lần sao lưu bị ngắt; máy chủ xóa khi khởi động, lần sao lưu sau cũng xóa / a copy of the log and the passwords of a backup that was cut off; the server removes it when it starts, and so does the next backup`,
    );
};

/** What is in order, said also where something else is not: how much of it has to be mended. */
const tellWhole = (verdict: Verdict): void => {
  if (logFaultsOf(verdict).length === 0) {
    const log = counts({ events: verdict.events, streams: verdict.streams });
    console.log(`Nguyên vẹn: ${log.vi} / intact: ${log.en}`);
  }
  const { blobs } = verdict;
  if (blobs && !("reason" in blobs) && blobFaultsOf(blobs).length + blobs.denied.length === 0) {
    const files = counts({ files: blobs.blobs, bytes: blobs.bytes });
    console.log(`Tệp nguyên vẹn: ${files.vi} / files intact: ${files.en}`);
  }
};

/**
 * Checks every hash chain of a store and every file that an event names, names the first broken
 * event, a tail that others have seen and that is gone, and whether a mark taken earlier still
 * holds. Prints the mark of now. Exit code 1 when something is not in order, 3 where all that is
 * wrong is that this account may not read something.
 */
export const verifyFolder = async (folder: string, atLeast?: string): Promise<void> => {
  const mark = atLeast === undefined ? undefined : markFrom(atLeast);
  const verdict = await (folder === DISTRIBUTED ? onServers(mark) : inFolder(folder, mark));
  tellWhole(verdict);
  const { secretFaults, blobs, denied } = verdict;
  const faults = [...logFaultsOf(verdict), ...secretFaults, ...(blobs ? blobFaultsOf(blobs) : [])];
  const told = [...faults, ...deniedLines(denied, folder)];
  if (told.length > 0)
    throw new CommandFailed(told.join("\n"), faults.length > 0 ? exitCodes.notInOrder : exitCodes.failed);
  console.log(
    `Dấu để giữ ở nơi khác / mark to keep elsewhere: ${verdict.head.position}:${verdict.head.hash}`,
  );
};
