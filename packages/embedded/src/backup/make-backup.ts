import { existsSync, lstatSync, statSync } from "node:fs";
import { access, constants, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { openWorkFolder, shellWord } from "@sogoc/core";
import { dataFiles } from "../data-files.ts";
import { openSqliteEventStore } from "../event-store.ts";
import { blobPath } from "../folder-blobs.ts";
import { type NamedBlob, namedBlobs, stillNamed } from "../named-blobs.ts";
import { makePrivateFolder } from "../private-files.ts";
import { readTextIn } from "../verify-blobs.ts";
import { findWriteFault } from "../write-fault.ts";
import { StoreInUse, takeWriterLock } from "../writer-lock.ts";
import { isDenied } from "./account-access.ts";
import { noteDamagedBackup, noteGoodBackup } from "./backup-state.ts";
import { bytesWithoutLinks, type CheckShare, type SavedBlobs, saveBlobs } from "./blob-pool.ts";
import { copyDatabase } from "./copy-database.ts";
import { findDiskFault } from "./disk-fault.ts";
import { syncEntries, writeTextWhole, writeWhole } from "./durable-files.ts";
import { findLogFaults, orLogDamage } from "./log-damage.ts";
import { hashAt, headOf } from "./log-facts.ts";
import { type BackupManifest, type RepositoryMark, StoredFileName } from "./manifest.ts";
import { type Lease, lockPlace, type PlaceLock } from "./place-lock.ts";
import { MANIFEST, MARK, setName, UNFINISHED } from "./place-names.ts";
import { findStamp } from "./program-stamp.ts";
import { liesIn } from "./real-paths.ts";
import { BackupRefused, inWords } from "./refused.ts";
import {
  keepNewest,
  listDamaged,
  listSets,
  listUnreadable,
  makeRepository,
  removeUnfinished,
  requirePlace,
  unreadable,
} from "./repository.ts";
import { type Room, requireRoom, sizeOf } from "./require-room.ts";
import { ageSeal, findKeyFault, plainSeal, requireRecipient, type Seal } from "./seal.ts";
import { secretNames } from "./secrets-of-log.ts";
import { momentOfSet } from "./set-moment.ts";
import { backupLockOf, copyOf } from "./unfinished-backup.ts";
import { RestoreUnfinished, requireNoRestore } from "./unfinished-restore.ts";
import { removeUnnamed, writeNamed } from "./unnamed-blobs.ts";

export interface BackupOptions {
  /** Data folder, also while a server writes to it. */
  readonly from: string;
  /**
   * Folder that holds the backups of this installation and nothing else; made where it is missing.
   */
  readonly to: string;
  /** Version of the program. */
  readonly program: string;
  /**
   * Public key (age); a place that is in use keeps its own, and is refused where that is another.
   * Left out = plain, for a new place.
   */
  readonly recipient?: string | undefined;
  /** Whether every copy of a blob is read again, or each once in four weeks. */
  readonly check?: CheckShare | undefined;
  /** So many backups are kept; left out = all. */
  readonly keep?: number | undefined;
  /**
   * The place may hold backups that this log does not lead on from, as after a restore of an older
   * one.
   */
  readonly acceptOlder?: boolean | undefined;
  /**
   * Blobs become second names of the same files, where the place is on the same disk: they take no
   * room and no time.
   */
  readonly linked?: boolean | undefined;
  readonly now?: (() => Date) | undefined;
  /** How long those who make backups in one place wait for each other's signs; for tests. */
  readonly lease?: Lease | undefined;
  /**
   * Is told whose backup has left its lock in the place, while it is looked at whether that is
   * still at work.
   */
  readonly onWaiting?: ((names: { readonly vi: string; readonly en: string }) => void) | undefined;
  /** What may still be written in a folder; left out = what its disk says. */
  readonly roomOf?: ((folder: string) => Promise<Room | undefined>) | undefined;
  readonly onProgress?: ((progress: { readonly blobs: number; readonly bytes: number }) => void) | undefined;
}

export interface BackupReport extends Pick<SavedBlobs, "copied" | "repaired" | "lost" | "onlyCopied"> {
  /** Name of the backup within its place. */
  readonly set: string;
  readonly manifest: BackupManifest;
  readonly encrypted: boolean;
  /** Backups that had been cut off, and were removed. */
  readonly removedUnfinished: number;
  /** Old ones that were removed. */
  readonly removedOld: number;
  /** Stored files that no backup of the place names any more, and were removed. */
  readonly removedBlobs: number;
  /** Names of backups of the place whose manifest cannot be read. */
  readonly damagedSets: readonly string[];
  /** Names of backups of the place that this account may not read, and may be whole. */
  readonly unreadableSets: readonly string[];
  /** Names of secrets that are not what was written; they are saved as they are. */
  readonly damagedSecrets: readonly string[];
  /** Files of the data, among those lost or only copied, that this account may not read. */
  readonly unreadableBlobs: readonly string[];
  /** What is wrong with the log, which is saved as it is; then no older backup is removed. */
  readonly logFaults: readonly string[];
  /** Why the backup does not say which program opened the data last, although a file says it. */
  readonly stampFault: string | undefined;
}

const FILES = ["consumers", "events", "secrets"] as const;

/**
 * Throws where the place belongs to somebody else, or holds what this log does not lead on from.
 */
const requireSameLine = async (
  { from, to, acceptOlder = false }: BackupOptions,
  mark: RepositoryMark | undefined,
  copy: string,
  installation: string,
): Promise<void> => {
  if (!mark) return;
  if (mark.installation !== installation)
    throw new BackupRefused(
      "place",
      `${to} là nơi sao lưu của một hệ thống khác (${mark.installation.slice(0, 12)}) / holds the backups of another installation`,
      { failure: "other-installation" },
    );
  const newest = (await listSets(to)).at(-1);
  const denied = await listUnreadable(to);
  const newestName = denied.filter((name) => name !== MARK && name > (newest?.name ?? "")).at(-1);
  // What it was made of is not known: it may be what this log does not lead on from.
  if (newestName !== undefined) throw unreadable([join(to, newestName)], to, from);
  if (!newest || acceptOlder) return;
  const { position, hash } = newest.manifest.head;
  if (hashAt(copy, position) === hash) return;
  throw new BackupRefused(
    "place",
    `${to} có bản sao lưu mới hơn hoặc khác với dữ liệu này (đến ${position}); nếu dữ liệu vừa được khôi phục từ bản cũ, chạy một lần / holds a backup that is newer than this data or another line of it; after a restore of an older one, run once:\n  npm run sogoc -- backup ${shellWord(to)} --data ${shellWord(from)} --accept-older`,
    { failure: "newer-there" },
  );
};

/**
 * Copies of the files, made beside the data under one read lock each. No checkpoint may be ahead of
 * the log, so the log comes last but one.
 */
const copyFiles = async ({ from }: BackupOptions, temporary: string): Promise<readonly string[]> => {
  const sources = dataFiles(from);
  const copies = dataFiles(temporary);
  if (!existsSync(sources.secrets))
    throw new BackupRefused(
      "content",
      `Thiếu secrets.sqlite ở ${from} / secrets.sqlite is missing in ${from}`,
      { failure: "data-damaged" },
    );
  await rm(temporary, { recursive: true, force: true });
  makePrivateFolder(temporary);
  const copied: string[] = [];
  for (const name of FILES) {
    if (!existsSync(sources[name])) continue;
    await copyDatabase(sources[name], copies[name]);
    copied.push(copies[name]);
  }
  return copied;
};

const storeFile = async (
  file: string,
  folder: string,
  seal: Seal,
): Promise<BackupManifest["files"][number]> => {
  const name = StoredFileName.parse(`${basename(file)}${seal.ending}`);
  const target = join(folder, name);
  const { after } = await writeWhole({
    from: file,
    change: seal.close,
    temporary: target,
    nameOf: () => target,
  });
  return { name, ...after };
};

/** Throws `BackupRefused` where another backup of the folder is being made. */
const lockBackups = (from: string): (() => void) => {
  try {
    return takeWriterLock(backupLockOf(from));
  } catch (error) {
    if (!(error instanceof StoreInUse)) throw error;
    throw new BackupRefused("place", "Một lần sao lưu khác đang chạy / another backup is being made", {
      failure: "place-in-use",
    });
  }
};

/** The same; a full disk may have no room for the lock either. */
const lockUnlessFull = (from: string, isFull: boolean): (() => void) => {
  try {
    return lockBackups(from);
  } catch (error) {
    if (!isFull || findDiskFault(error)?.code !== "no-room") throw error;
    return () => {};
  }
};

/** Where the files are copied to, and how that is left again. */
interface CopyPlace {
  readonly temporary: string;
  /** The data's disk is full, whatever it says of its room. */
  readonly isFull: boolean;
  /** Nothing can be written beside the data: nothing is noted there either. */
  readonly isElsewhere: boolean;
  readonly leave: () => Promise<void>;
}

/**
 * Beside the data, while no other backup of the folder can begin. Where the data's disk takes
 * nothing any more nobody can write there, a lock neither: then among the temporary files. Throws
 * `BackupRefused` where another backup is being made.
 */
const openCopyPlace = async (from: string): Promise<CopyPlace> => {
  const fault = findDiskFault(findWriteFault(from))?.code;
  if (fault !== undefined && fault !== "no-room") {
    const { path, remove } = await openWorkFolder();
    return { temporary: join(path, "copy"), isFull: false, isElsewhere: true, leave: remove };
  }
  const isFull = fault === "no-room";
  const unlock = lockUnlessFull(from, isFull);
  const temporary = copyOf(from);
  return {
    temporary,
    isFull,
    isElsewhere: false,
    async leave() {
      await rm(temporary, { recursive: true, force: true });
      unlock();
    },
  };
};

/**
 * The place of the copies, where there is room for them; among the temporary files where there is
 * none beside the data: the backup is what lets a full disk be cleared. Throws `BackupRefused`
 * where neither has room, or the place of the backups has none.
 */
const withRoom = async (options: BackupOptions, beside: CopyPlace): Promise<CopyPlace> => {
  const { from, to, linked, roomOf } = options;
  const sources = dataFiles(from);
  const bytes = FILES.reduce((sum, name) => sum + sizeOf(sources[name]), 0);
  const blobs = linked ? await bytesWithoutLinks(sources.blobs, join(to, "blobs")) : 0;
  const fits = (folder: string) => requireRoom({ from: folder, to, bytes, beside: blobs }, roomOf);
  const stays = { ...beside, leave: async () => {} };
  const refused = await fits(dirname(beside.temporary)).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (refused === undefined && !beside.isFull) return stays;
  if (beside.isElsewhere || statSync(tmpdir()).dev === statSync(from).dev) {
    if (refused === undefined) return stays;
    throw refused;
  }
  const { path, remove } = await openWorkFolder();
  try {
    await fits(path);
    return { ...beside, temporary: join(path, "copy"), leave: remove };
  } catch (error) {
    await remove();
    // What is full is the data's disk: that of the temporary files is no concern of anybody's.
    throw refused ?? error;
  }
};

/** Half of what a restore has moved would pass for all, and whole backups would go for it. */
const requireRestored = (from: string): void => {
  try {
    requireNoRestore(from);
  } catch (error) {
    throw error instanceof RestoreUnfinished
      ? new BackupRefused("place", error.message, { cause: error })
      : error;
  }
};

/** Undefined where the log cannot tell: what copies it says so. */
const findInstallation = (from: string): string | null => {
  try {
    return hashAt(dataFiles(from).events, 1) ?? null;
  } catch {
    return null;
  }
};

/**
 * The place for this backup alone. What lies within the data folder is kept by the folder's own
 * lock, which ends with its process.
 */
const lockTarget = ({ from, to, lease, onWaiting }: BackupOptions): Promise<PlaceLock> =>
  liesIn(to, from)
    ? Promise.resolve({ requireHeld: async () => {}, release: async () => {} })
    : lockPlace(to, { installation: findInstallation(from), lease, onWaiting });

/**
 * The mark of a place that this backup may go to; undefined for a new one. Throws `BackupRefused`.
 */
const requireUsable = async ({ from, to, recipient }: BackupOptions): Promise<RepositoryMark | undefined> => {
  const mark = await requirePlace(from, to);
  const keyFault = mark && findKeyFault(to, mark.recipient, recipient);
  if (keyFault !== undefined) throw new BackupRefused("key", keyFault);
  return mark;
};

/** `onUnread` is called for a list that cannot be read: what it names is not among them then. */
const blobsFrom = async function* (log: string, blobs: string, onUnread: () => void) {
  const store = openSqliteEventStore({ file: log, readOnly: true });
  const read = readTextIn(blobs);
  try {
    yield* namedBlobs(store, async (sha256) => {
      const text = await read(sha256);
      if (text === undefined) onUnread();
      return text;
    });
  } finally {
    await store.close();
  }
};

/**
 * Whether the log of the installation itself no longer names one of the blobs: while they were
 * saved an export has ended, and its files are gone with it. Where that log cannot be read, what it
 * was copied to stands.
 */
const haveEnded = async (from: string, blobs: readonly NamedBlob[]): Promise<boolean> => {
  if (blobs.length === 0) return false;
  const files = dataFiles(from);
  const store = openSqliteEventStore({ file: files.events, readOnly: true });
  try {
    return (await stillNamed(store, readTextIn(files.blobs), blobs)).length < blobs.length;
  } catch {
    return false;
  } finally {
    await store.close();
  }
};

/** Those of the blobs whose original this account may not read: they may be right all the same. */
const listUnreadableBlobs = async (from: string, blobs: readonly NamedBlob[]): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const { sha256 } of blobs) {
    const file = blobPath(dataFiles(from).blobs, sha256);
    if (await access(file, constants.R_OK).then(() => false, isDenied)) found.push(file);
  }
  return found;
};

/** A name that comes after all others of the place, also where the clock was set back. */
const nextSetName = (startedAt: Date, last: string): string => {
  const name = setName(startedAt);
  return name > last ? name : setName(new Date(momentOfSet(last).getTime() + 1));
};

/** What a set says of itself, beside what became of the files that events name. */
const manifestOf = (
  { count, bytes, unread, lost }: Awaited<ReturnType<typeof saveBlobs>>,
  {
    linked,
    ...known
  }: Pick<
    BackupManifest,
    "installation" | "program" | "opened" | "head" | "logFaults" | "files" | "startedAt" | "finishedAt"
  > & { readonly linked: boolean },
): BackupManifest => ({
  kind: "sogoc-backup",
  format: 1,
  ...known,
  blobs: { count, bytes, unread, linked },
  // No names of files: they stay readable where the backup is encrypted.
  lost: lost.map(({ sha256, type, stream, position }) => ({ sha256, type, stream, position })),
});

/** What the installation itself keeps of a set that was made of it. */
const noteOf = (
  { finishedAt: at, head }: BackupManifest,
  { lost, onlyCopied }: Pick<BackupReport, "lost" | "onlyCopied">,
  damagedSecrets: readonly string[],
  where: { readonly place: string; readonly set: string; readonly sealed: boolean },
) => ({
  at,
  ...where,
  position: head.position,
  lost: lost.length,
  onlyCopied: onlyCopied.length,
  damagedSecrets: damagedSecrets.length,
});

/** The installation keeps a backup of a damaged log apart from the last good one. */
const noteMade = async (
  { from, to }: BackupOptions,
  report: Pick<
    BackupReport,
    "set" | "manifest" | "encrypted" | "lost" | "onlyCopied" | "damagedSecrets" | "logFaults"
  >,
): Promise<void> => {
  const { set, manifest, logFaults } = report;
  const target = { place: to, set };
  const noting =
    logFaults.length > 0
      ? noteDamagedBackup(from, { at: manifest.finishedAt, ...target, faults: logFaults.length })
      : noteGoodBackup(
          from,
          noteOf(manifest, report, report.damagedSecrets, { ...target, sealed: report.encrypted }),
        );
  await noting.catch((error: unknown) => {
    // It is made all the same; a full disk takes no note of it.
    if (findDiskFault(error)?.code !== "no-room") throw error;
  });
};

/** What was copied, and what is wrong with the log of it. */
interface Copied {
  readonly files: readonly string[];
  readonly logFaults: readonly string[];
  readonly startedAt: Date;
}

const copyAll = async (options: BackupOptions, temporary: string, startedAt: Date): Promise<Copied> => {
  const files = await copyFiles(options, temporary);
  return { files, logFaults: await findLogFaults(dataFiles(temporary).events), startedAt };
};

/** Where a set is made, and how. */
interface SetPlace {
  /** Copies of the installation's files. */
  readonly temporary: string;
  /** The folder of the set, until it has its name. */
  readonly unfinished: string;
  readonly seal: Seal;
  /** When the backup before was made; undefined where there is none. */
  readonly last: Date | undefined;
}

/** So often the files are copied anew because an export has ended meanwhile. */
const MOST_COPIES = 3;

/** Stores the copies, and every blob that the log among them names. */
const saveCopies = async (
  { from, to, check = "all", linked = false, onProgress }: BackupOptions,
  { temporary, unfinished, seal, last }: SetPlace,
  { files, startedAt: now }: Copied,
) => {
  const stored: BackupManifest["files"] = [];
  for (const file of files) stored.push(await storeFile(file, unfinished, seal));
  const source = dataFiles(from).blobs;
  let isNamedWhole = true;
  const named = blobsFrom(dataFiles(temporary).events, source, () => {
    isNamedWhole = false;
  });
  const place = join(to, "blobs");
  const blobs = await saveBlobs({ source, place, named, seal, check, now, last, linked, onProgress });
  return { stored, blobs: { ...blobs, named: isNamedWhole ? blobs.named : undefined } };
};

/**
 * The same until nothing is called lost that has only ended: then the files are copied once more,
 * so that the log of the set knows of the end too, and a restore of it misses nothing.
 */
const saveWhole = async (options: BackupOptions, place: SetPlace, first: Copied) => {
  let copied = first;
  let saved = await saveCopies(options, place, copied);
  for (let copies = 1; copies < MOST_COPIES; copies++) {
    const { lost, onlyCopied, copied: before, repaired } = saved.blobs;
    if (!(await haveEnded(options.from, [...lost, ...onlyCopied]))) break;
    copied = await copyAll(options, place.temporary, first.startedAt);
    const { stored, blobs } = await saveCopies(options, place, copied);
    saved = {
      stored,
      blobs: { ...blobs, copied: before + blobs.copied, repaired: repaired + blobs.repaired },
    };
  }
  return { ...saved, head: headOf(dataFiles(place.temporary).events), logFaults: copied.logFaults };
};

/**
 * Throws where a file of a set that is about to get its name is gone or cut off, as where somebody
 * has removed what was under way.
 */
const requireWritten = (folder: string, files: BackupManifest["files"]): void => {
  const sizes: readonly { readonly name: string; readonly size?: number | undefined }[] = [
    ...files,
    { name: MANIFEST },
  ];
  const faults = sizes
    .filter(({ name, size }) => {
      const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
      return !found?.isFile() || (size !== undefined && found.size !== size);
    })
    .map(({ name }) => join(folder, name));
  if (faults.length === 0) return;
  throw new BackupRefused(
    "disk",
    "Tệp vừa ghi vào nơi sao lưu đã mất hoặc bị cắt ngắn (có chương trình khác dọn nơi ấy, hoặc ổ hỏng); bản này bị bỏ / what was just written to the place is gone or cut off (another program tidies it, or the disk is bad); this backup is given up:",
    { faults, failure: "disk-error" },
  );
};

const noneRemoved = { removedOld: 0, removedBlobs: 0 };

/**
 * Removes what a new backup makes needless. Not called after one that is not whole: an older one
 * may be the last that has the log or the secrets.
 */
const removeOld = async (
  { to, keep }: BackupOptions,
  installation: string,
): Promise<Pick<BackupReport, "removedBlobs" | "removedOld">> => {
  const removedOld = keep === undefined ? 0 : await keepNewest(to, keep, installation);
  return { removedOld, removedBlobs: await removeUnnamed(to) };
};

/** Saves what was copied to `temporary`, and the blobs that its log names. */
const saveSet = async (
  options: BackupOptions,
  lock: PlaceLock,
  { temporary, isElsewhere }: CopyPlace,
  first: Copied,
): Promise<BackupReport> => {
  const { from, to, program, recipient, linked = false, now = () => new Date() } = options;
  const { startedAt } = first;
  const copies = dataFiles(temporary);
  const installation = hashAt(copies.events, 1) ?? headOf(copies.events).hash;
  await lock.requireHeld();
  // Earlier programs know of no lock: one may have begun here while the files were copied.
  const mark = await requireUsable(options);
  await requireSameLine(options, mark, copies.events, installation);

  const place = mark ?? { kind: "sogoc-backups", format: 1, installation, recipient: recipient ?? null };
  if (!mark) await makeRepository(to, place);
  const seal = place.recipient === null ? plainSeal : ageSeal(place.recipient);
  const removedUnfinished = await removeUnfinished(to);
  const last = (await listSets(to)).at(-1)?.name ?? "";
  const set = nextSetName(startedAt, last);
  const unfinished = join(to, `${UNFINISHED}${set}`);
  makePrivateFolder(unfinished);

  const { stored, blobs, head, logFaults } = await saveWhole(
    options,
    { temporary, unfinished, seal, last: last === "" ? undefined : momentOfSet(last) },
    first,
  );
  const { stamp, fault: stampFault } = await findStamp(from);
  const manifest = manifestOf(blobs, {
    installation,
    program,
    opened: stamp,
    head,
    logFaults: logFaults.length,
    files: stored,
    startedAt: startedAt.toISOString(),
    finishedAt: now().toISOString(),
    linked,
  });
  if (blobs.named) await writeNamed(unfinished, blobs.named);
  await writeTextWhole(join(unfinished, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  await lock.requireHeld();
  requireWritten(unfinished, manifest.files);
  await rename(unfinished, join(to, set));
  syncEntries(to);
  const { copied, repaired, lost, onlyCopied } = blobs;
  const { unreadable: damagedSecrets } = secretNames(copies.secrets);
  const encrypted = place.recipient !== null;
  // One that an update makes lies within the folder, and is no backup of the installation.
  if (!linked && !isElsewhere)
    await noteMade(options, { set, manifest, encrypted, lost, onlyCopied, damagedSecrets, logFaults });
  // Of a disk that fails, nobody knows what the next one can still read.
  const isLast = isElsewhere || damagedSecrets.length > 0 || logFaults.length > 0;
  const removed = isLast ? noneRemoved : await removeOld(options, installation);
  const damagedSets = await listDamaged(to);
  const unreadableSets = await listUnreadable(to);
  return {
    set,
    manifest,
    encrypted,
    copied,
    repaired,
    lost,
    onlyCopied,
    removedUnfinished,
    ...removed,
    damagedSets,
    unreadableSets,
    unreadableBlobs: await listUnreadableBlobs(from, [...lost, ...onlyCopied]),
    damagedSecrets,
    logFaults,
    stampFault,
  };
};

/**
 * What is copied while the lock is held, to a folder of its own beside the data or elsewhere. The
 * log is read from end to end as it was copied, so that no damaged one passes for a good backup.
 */
const makeSet = async (options: BackupOptions, lock: PlaceLock, beside: CopyPlace): Promise<BackupReport> => {
  const copies = await withRoom(options, beside);
  try {
    const copied = await copyAll(options, copies.temporary, (options.now ?? (() => new Date()))());
    return await saveSet(options, lock, copies, copied).catch((error: unknown) => {
      throw orLogDamage(error, copied.logFaults);
    });
  } finally {
    await copies.leave();
  }
};

/**
 * Why the place is this backup's no more, where another has taken it over: what was being written
 * is removed then, and fails for that.
 */
const findTaker = async (lock: PlaceLock | undefined): Promise<BackupRefused | undefined> => {
  try {
    await lock?.requireHeld();
    return undefined;
  } catch (error) {
    return error instanceof BackupRefused && error.failure === "place-in-use" ? error : undefined;
  }
};

/**
 * Saves an installation into a place that holds its backups and nothing else, also while a server
 * runs: its files are only read, and copied in a folder of its own beside them. A backup appears in
 * one step at its end; one that is cut off is removed by the next. The blobs are stored once for
 * all backups of the place. Password hashes and keys are in it: keep it as safe as the folder
 * itself, or encrypt it. Throws `BackupRefused` for a place that a backup must not touch, or that
 * is not encrypted to the key that is given, and for data of which a restore was cut off.
 */
export const backup = async (options: BackupOptions): Promise<BackupReport> => {
  const { from, to, recipient } = options;
  requireRestored(from);
  await requireUsable(options).catch((error: unknown) => {
    throw inWords(error, to, { data: from });
  });
  if (recipient !== undefined) await requireRecipient(recipient);
  const copies = await openCopyPlace(from);
  let lock: PlaceLock | undefined;
  try {
    lock = await lockTarget(options);
    // Whoever had the place until now may have made it theirs.
    await requireUsable(options);
    return await makeSet(options, lock, copies);
  } catch (error) {
    throw (await findTaker(lock)) ?? inWords(error, to, { others: [from], data: from });
  } finally {
    await lock?.release();
    await copies.leave();
  }
};
