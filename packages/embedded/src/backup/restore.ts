import { existsSync, lstatSync, statSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type LogMark, messageOf, shellWord } from "@sogoc/core";
import { dataFiles } from "../data-files.ts";
import { openSqliteEventStore } from "../event-store.ts";
import { blobPath, holdsItsName } from "../folder-blobs.ts";
import { blobLines, type NamedBlob, namedBlobs } from "../named-blobs.ts";
import { giveTreeToOwner, PRIVATE_FOLDER } from "../private-files.ts";
import { NoRegularFile } from "../regular-files.ts";
import { readTextIn } from "../verify-blobs.ts";
import { verifyStore } from "../verify-store.ts";
import { isDenied } from "./account-access.ts";
import { oneBackupInWords } from "./backup-around.ts";
import { createPool } from "./blob-pool.ts";
import { copyDatabase } from "./copy-database.ts";
import { diskFaultInWords } from "./disk-fault.ts";
import { ReadFailed, writeWhole } from "./durable-files.ts";
import { logFaultsIn } from "./log-damage.ts";
import { hashAt } from "./log-facts.ts";
import { plainName } from "./manifest.ts";
import { MANIFEST, MARK } from "./place-names.ts";
import { writeStamp } from "./program-stamp.ts";
import { BackupRefused, inWords, listed } from "./refused.ts";
import {
  type BackupSet,
  holdsSets,
  isWholeSet,
  listDamaged,
  listSets,
  listUnfinished,
  listUnreadable,
  readMark,
  unreadable,
} from "./repository.ts";
import {
  chooseTarget,
  giveName,
  holdsSomething,
  lockTarget,
  markOld,
  moveAside,
  notEmpty,
  type RestoreTarget,
  realTarget,
  removeStaging,
  requireApart,
  takeBack,
  undoCutOff,
} from "./restore-target.ts";
import { plainUnseal, type Unseal } from "./seal.ts";
import { checkSecrets, type SecretsVerdict } from "./secrets-of-log.ts";
import { requireMovable } from "./set-aside.ts";

export interface RestoreOptions {
  /** A place of backups, or a backup as earlier programs made it. */
  readonly from: string;
  /** Folder to be made; it may be there and empty. */
  readonly to: string;
  /** Name of a backup of the place; left out = the newest. */
  readonly set?: string | undefined;
  /** For encrypted backups. */
  readonly unseal?: Unseal | undefined;
  /**
   * Goes on where blobs that events name are not there or not right, which are then told, and where
   * the log was broken already.
   */
  readonly withLosses?: boolean | undefined;
  /** What `to` holds is set aside under another name first. */
  readonly setAside?: boolean | undefined;
  readonly onProgress?: ((progress: { readonly blobs: number; readonly bytes: number }) => void) | undefined;
}

export interface RestoreReport {
  /** Name of the backup within its place; undefined for one of the earlier kind. */
  readonly set: string | undefined;
  /** When it was begun, by the clock of then. */
  readonly madeAt: Date | undefined;
  readonly events: number;
  readonly streams: number;
  /** To be kept elsewhere: `verify --at-least` holds the log against it. */
  readonly mark: LogMark;
  readonly blobs: number;
  readonly bytes: number;
  readonly lost: readonly NamedBlob[];
  /** What is wrong with the log, where it was accepted. */
  readonly logFaults: readonly string[];
  readonly secrets: number;
  /** What the secrets lack that the log tells of. */
  readonly accounts: Omit<SecretsVerdict, "secrets">;
  /** Names of backups of the place that were passed over, since their manifest cannot be read. */
  readonly damagedSets: readonly string[];
  /** The folder that was made, without the links that lead to it. */
  readonly to: string;
  /** Where what was there before is now. */
  readonly setAsideAs: string | undefined;
}

const content = (message: string, faults: readonly string[] = []) =>
  new BackupRefused("content", message, { faults });

const damaged = (name: string) =>
  content(
    `${name} trong bản sao lưu đã hỏng, hãy dùng bản khác (--set) / is damaged, use another backup (--set)`,
  );

const chooseSet = async ({ from, set }: RestoreOptions): Promise<BackupSet> => {
  const sets = await listSets(from);
  const chosen = set === undefined ? sets.at(-1) : sets.find(({ name }) => name === set);
  // The newest, or the one that is meant, may be whole: an older one is not taken in its stead.
  const denied = (await listUnreadable(from)).filter((name) =>
    set === undefined ? name !== MARK && name > (chosen?.name ?? "") : name === set,
  );
  if (denied.length > 0)
    throw unreadable(
      denied.map((name) => join(from, name)),
      from,
    );
  if (chosen) return chosen;
  const damagedSets = (await listDamaged(from)).filter((name) => set === undefined || name === set);
  if (damagedSets.length > 0)
    throw content(
      `${MANIFEST} (bản kê khai) của bản sao lưu đã hỏng, thiếu hoặc không phải tệp thường; hãy dùng bản khác (--set) / the backup's manifest is damaged, missing or no regular file; use another (--set):`,
      damagedSets.map((name) => join(from, name)),
    );
  if (set !== undefined)
    throw content(`Không có bản sao lưu ${set} nguyên vẹn ở ${from} / no whole backup ${set} in ${from}`);
  const unfinished = await listUnfinished(from);
  throw content(
    unfinished.length > 0
      ? `Ở ${from} chỉ có bản sao lưu dở dang; hãy sao lưu lại / only a backup that was cut off is in ${from}; back up again`
      : `Không có bản sao lưu nào ở ${from} / no backup in ${from}`,
  );
};

/** The files of a backup, each held against its hash while it is copied. */
const takeFiles = async (set: BackupSet, staging: string, unseal: Unseal): Promise<void> => {
  const names = set.manifest.files.map(({ name }) => plainName(name));
  for (const needed of ["events.sqlite", "secrets.sqlite"])
    if (!names.includes(needed)) throw content(`Thiếu ${needed} trong bản sao lưu / ${needed} is missing`);
  for (const { name, sha256, size } of set.manifest.files) {
    const source = join(set.folder, name);
    const found = lstatSync(source, { throwIfNoEntry: false });
    if (found && !found.isFile()) throw content(new NoRegularFile(source).message);
    if (!found) throw content(`Thiếu ${name} trong bản sao lưu / ${name} is missing in the backup`);
    const target = join(staging, plainName(name));
    const { before } = await writeWhole({
      from: source,
      change: unseal,
      temporary: target,
      nameOf: ({ before }) => (before.sha256 === sha256 ? target : undefined),
    }).catch(async (error: unknown) => {
      // Encrypted bytes that were changed cannot be opened, which must not pass for a wrong key.
      if (error instanceof ReadFailed && isDenied(error.cause)) throw error.cause;
      const fault = error instanceof ReadFailed ? diskFaultInWords(error, source) : undefined;
      if (fault !== undefined) throw content(fault);
      if (error instanceof ReadFailed || !(await holdsItsName(source, sha256, { follow: false })))
        throw damaged(name);
      throw error;
    });
    if (before.sha256 !== sha256) throw damaged(name);
    if (before.size !== size)
      throw content(
        `${MANIFEST}: size của ${name} là ${size}, nhưng tệp có ${before.size} byte; kê khai đã bị sửa, hãy dùng bản khác (--set) / size of ${name} is ${size}, but the file has ${before.size} bytes; the manifest was changed, use another backup (--set)`,
      );
  }
};

/** A backup as earlier programs made it: a data folder without read models. */
const takeEarlierKind = async (from: string, staging: string): Promise<void> => {
  const sources = dataFiles(from);
  const copies = dataFiles(staging);
  for (const name of ["events", "secrets", "consumers"] as const) {
    const found = lstatSync(sources[name], { throwIfNoEntry: false });
    if (found && !found.isFile()) throw content(new NoRegularFile(sources[name]).message);
  }
  if (!existsSync(sources.events)) throw content(`Không có bản sao lưu nào ở ${from} / no backup in ${from}`);
  if (!existsSync(sources.secrets))
    throw content(`Thiếu secrets.sqlite ở ${from} / secrets.sqlite is missing in ${from}`);
  for (const name of ["consumers", "events", "secrets"] as const)
    if (existsSync(sources[name])) await copyDatabase(sources[name], copies[name]);
};

/**
 * Throws where the file is damaged, and, unless losses are accepted, where a password is gone that
 * the log tells of.
 */
const checkSecretsOf = async (staging: string, withLosses: boolean): Promise<SecretsVerdict> => {
  const files = dataFiles(staging);
  const database = new DatabaseSync(files.secrets, { readOnly: true });
  try {
    const { quick_check: found } = database.prepare("PRAGMA quick_check(1)").get() ?? {};
    if (found !== "ok") throw content(`secrets.sqlite: ${String(found)}`);
  } catch (error) {
    throw error instanceof BackupRefused
      ? error
      : content(`secrets.sqlite đã hỏng / is damaged: ${String(error)}`);
  } finally {
    database.close();
  }
  const store = openSqliteEventStore({ file: files.events, readOnly: true });
  const verdict = await checkSecrets(files.secrets, store).finally(() => store.close());
  if (verdict.lost.length > 0 && !withLosses)
    throw content(
      [
        `secrets.sqlite trong bản sao lưu thiếu mật khẩu của ${verdict.lost.length} tài khoản; hãy thử bản khác (--set), hoặc thêm --with-losses rồi cấp lại mật khẩu cho họ`,
        `the backup's secrets.sqlite lacks the passwords of ${verdict.lost.length} accounts; try another backup (--set), or add --with-losses and issue new ones`,
      ].join("\n"),
      listed(verdict.lost),
    );
  if (verdict.unreadable.length > 0 && !withLosses)
    throw content(
      [
        `secrets.sqlite trong bản sao lưu có ${verdict.unreadable.length} mật khẩu, phiên hoặc khóa đã hỏng; hãy thử bản khác (--set), hoặc thêm --with-losses rồi tạo lại chúng (keys renew, admin reset)`,
        `the backup's secrets.sqlite has ${verdict.unreadable.length} passwords, sessions or keys that are damaged; try another backup (--set), or add --with-losses and make them anew (keys renew, admin reset)`,
      ].join("\n"),
      listed(verdict.unreadable),
    );
  return verdict;
};

/** The newest other backup of the place whose log was not found to be damaged. */
const hintOfWhole = async (from: string, chosen: BackupSet | undefined): Promise<string> => {
  const whole = (await listSets(from)).findLast((set) => set.name !== chosen?.name && isWholeSet(set));
  return whole === undefined ? "" : ` (--set ${shellWord(whole.name)})`;
};

/**
 * Throws where the log is not the one that the manifest tells of, and where it is broken, unless
 * losses are accepted.
 */
const checkLog = async (file: string, from: string, chosen: BackupSet | undefined, withLosses: boolean) => {
  const manifest = chosen?.manifest;
  const head = manifest?.head;
  const verdict = await verifyStore({ file });
  const logFaults = logFaultsIn(verdict);
  if (logFaults.length > 0 && !withLosses) {
    const hint = await hintOfWhole(from, chosen);
    throw content(
      `Sổ sự kiện trong bản sao lưu đã hỏng; hãy dùng bản khác${hint}; không còn bản nào thì --with-losses vẫn khôi phục, kèm chỗ hỏng / the backup's log is broken; use another${hint}; where there is none, --with-losses restores it as it is`,
      listed(logFaults),
    );
  }
  const isShorter = head && head.position !== verdict.head.position && logFaults.length === 0;
  const isOther = head && (isShorter || hashAt(file, head.position) !== head.hash);
  if (isOther)
    throw content(
      "Sổ sự kiện không phải bản đã ghi trong kê khai / the log is not the one that the manifest tells of",
    );
  const first = hashAt(file, 1) ?? verdict.head.hash;
  if (manifest && manifest.installation !== first)
    throw content(
      `${MANIFEST}: installation là ${manifest.installation.slice(0, 12)}, nhưng sổ sự kiện là của hệ thống ${first.slice(0, 12)}; kê khai đã bị sửa, hãy dùng bản khác (--set) / installation is ${manifest.installation.slice(0, 12)}, but the log is that of ${first.slice(0, 12)}; the manifest was changed, use another backup (--set)`,
    );
  return { verdict, logFaults };
};

/** Where what the log names cannot be told: no loss that can be accepted. */
const unreadableLog = (error: unknown, from: string): BackupRefused => {
  if (error instanceof BackupRefused) return error;
  return content(
    [
      `Sổ sự kiện trong bản sao lưu hỏng đến mức không đọc hết, nên không khôi phục được; hãy dùng bản khác:`,
      `The backup's log cannot be read to its end and is not restored (${messageOf(error)}); use another:`,
      `  npm run sogoc -- backup list ${shellWord(from)}`,
    ].join("\n"),
  );
};

interface BlobSource {
  /** Where the stored bytes lie; undefined where there are none. */
  readonly find: (sha256: string) => Promise<string | undefined>;
  readonly unseal: Unseal;
}

const sourceOf = (from: string, unseal: Unseal, encrypted: boolean): BlobSource => {
  const pool = createPool(join(from, "blobs"), encrypted ? ".age" : "");
  return { find: async (sha256) => (await pool.find(sha256))?.file, unseal };
};

/**
 * Brings every blob that an event names, held against its name; answers those of which none is
 * right.
 */
const takeBlobs = async (staging: string, source: BlobSource, onProgress: RestoreOptions["onProgress"]) => {
  const files = dataFiles(staging);
  await mkdir(files.blobs, { recursive: true, mode: PRIVATE_FOLDER });
  const store = openSqliteEventStore({ file: files.events, readOnly: true });
  const lost: NamedBlob[] = [];
  let [blobs, bytes] = [0, 0];

  const take = async (sha256: string): Promise<number | undefined> => {
    const stored = await source.find(sha256);
    if (stored === undefined) return undefined;
    const target = blobPath(files.blobs, sha256);
    let taken: number | undefined;
    await writeWhole({
      from: stored,
      change: source.unseal,
      temporary: target,
      nameOf: ({ after }) => {
        taken = after.sha256 === sha256 ? after.size : undefined;
        return taken === undefined ? undefined : target;
      },
    }).catch((error: unknown) => {
      // What cannot be read, and encrypted bytes that were changed, are one file; a disk that
      // cannot be written is the end. The key has opened the log already.
      if (!(error instanceof ReadFailed) && error instanceof Error && "syscall" in error) throw error;
      if (error instanceof ReadFailed && isDenied(error.cause)) throw error.cause;
      taken = undefined;
    });
    return taken;
  };

  // A manifest's own blob is brought before what it names is asked for.
  const takeList = async (sha256: string) => {
    await take(sha256);
    return readTextIn(files.blobs)(sha256);
  };
  try {
    for await (const named of namedBlobs(store, takeList)) {
      const there = statSync(blobPath(files.blobs, named.sha256), { throwIfNoEntry: false })?.size;
      const size = there ?? (await take(named.sha256));
      if (size === undefined) lost.push(named);
      else {
        blobs++;
        bytes += size;
        onProgress?.({ blobs, bytes });
      }
    }
  } finally {
    await store.close();
  }
  return { blobs, bytes, lost };
};

const requireBlobs = (lost: readonly NamedBlob[]): void => {
  if (lost.length === 0) return;
  const faults = lost.map(blobLines);
  throw content(
    [
      `Thiếu hoặc hỏng ${lost.length} tệp mà sổ sự kiện nhắc đến; hãy thử bản khác (--set), hoặc thêm --with-losses để khôi phục phần còn lại và kê đủ từng tệp đã mất`,
      `${lost.length} files that events name are missing or damaged; try another backup (--set), or add --with-losses to restore the rest and have each loss named`,
    ].join("\n"),
    listed(faults),
  );
};

const fill = async (
  options: RestoreOptions,
  staging: string,
): Promise<Omit<RestoreReport, "to" | "setAsideAs">> => {
  const { from, unseal = plainUnseal, withLosses = false, onProgress } = options;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true, mode: PRIVATE_FOLDER });
  const files = dataFiles(staging);
  // Sets are known by themselves: that the place's mark has rotted must not cost what lies beside
  // it.
  const isPlace = (await readMark(from)) !== undefined || (await holdsSets(from));
  const chosen = isPlace ? await chooseSet(options) : undefined;
  const encrypted = chosen?.manifest.files.some(({ name }) => name.endsWith(".age")) ?? false;
  if (encrypted && options.unseal === undefined)
    throw new BackupRefused(
      "place",
      "Bản sao lưu được mã hóa: cần khóa (--key-file, SOGOC_BACKUP_KEY) / the backup is encrypted: its key is needed",
    );
  const opened = encrypted ? unseal : plainUnseal;
  if (chosen) await takeFiles(chosen, staging, opened);
  else await takeEarlierKind(from, staging);
  const { verdict, logFaults } = await checkLog(files.events, from, chosen, withLosses);
  const { events, streams, head: mark } = verdict;
  const orUnreadable = (error: unknown): never => {
    throw logFaults.length === 0 ? error : unreadableLog(error, from);
  };
  const { secrets, ...accounts } = await checkSecretsOf(staging, withLosses).catch(orUnreadable);
  const source = sourceOf(from, opened, encrypted);
  const taken = await takeBlobs(staging, source, onProgress).catch(orUnreadable);
  if (!withLosses) requireBlobs(taken.lost);
  // A program that is older than what is in it refuses it, and a newer one saves it first, as at an
  // update.
  const stamp = chosen?.manifest.opened;
  if (stamp) await writeStamp(staging, stamp);
  for (const name of ["events", "secrets", "consumers"] as const)
    for (const end of ["-wal", "-shm"]) await rm(`${files[name]}${end}`, { force: true });
  const damagedSets = chosen ? (await listDamaged(from)).filter((name) => name > chosen.name) : [];
  const madeAt = chosen && new Date(chosen.manifest.startedAt);
  return {
    set: chosen?.name,
    madeAt,
    events,
    streams,
    mark,
    logFaults,
    secrets,
    accounts,
    damagedSets,
    ...taken,
  };
};

/** Puts what was brought under its name, and what was there aside. Answers where that is now. */
const takePlace = async (target: RestoreTarget, holdsOld: boolean): Promise<string | undefined> => {
  // Not before: until it is checked nobody else may reach into it.
  await giveTreeToOwner(existsSync(target.to) ? target.to : dirname(target.to), target.staging);
  const setAsideAs = holdsOld ? await moveAside(target) : undefined;
  await giveName(target).catch(async (error: unknown) => {
    if (setAsideAs !== undefined) await takeBack(target, setAsideAs);
    throw error;
  });
  return setAsideAs;
};

/**
 * Makes a data folder from a backup. Everything is brought beside the target and checked: each file
 * against the manifest, each hash chain, each blob that an event names. Only then it gets its name,
 * in one step. Throws `BackupRefused` for a target that holds something, and for a backup that is
 * not whole; nothing is left then.
 */
export const restore = async (options: RestoreOptions): Promise<RestoreReport> => {
  const { from, setAside = false } = options;
  const isOne = oneBackupInWords(from);
  if (isOne !== undefined) throw new BackupRefused("place", isOne);
  requireApart(from, options.to);
  const to = realTarget(options.to);
  // Before a lock is made beside it. That something of ours is there is told by what follows.
  await requireMovable(to).catch((error: unknown) => {
    throw inWords(error, to);
  });
  const target = await chooseTarget(to);
  const { staging } = target;
  // Before anything is removed: what looks half moved may be another's work under way.
  const unlock = await lockTarget(target);
  let isOurs = false;
  try {
    await undoCutOff(target);
    const holdsOld = await holdsSomething(target);
    if (holdsOld && !setAside) throw notEmpty(to);
    isOurs = true;
    if (holdsOld) await markOld(target);
    const report = await fill(options, staging);
    const setAsideAs = await takePlace(target, holdsOld);
    return { ...report, to, setAsideAs };
  } catch (error) {
    if (isOurs) await removeStaging(target);
    throw inWords(error, to, { others: [from] });
  } finally {
    unlock();
    await rm(`${staging}-lock`, { force: true });
  }
};
