import { lstatSync, rmSync } from "node:fs";
import { link, lstat, readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { blobPath, holdsItsName, isBlobName, listBlobNames } from "../folder-blobs.ts";
import type { NamedBlob } from "../named-blobs.ts";
import { isDenied } from "./account-access.ts";
import { makeFolderDurably, PART, ReadFailed, syncEntries, writeWhole } from "./durable-files.ts";
import type { Seal } from "./seal.ts";

/**
 * The blobs that all backups of a place share: `blobs/ab/cdef…` as in a data folder, and encrypted
 * ones as `blobs/ab/cdef….<hash of the encrypted bytes>.age`, so that a rotten copy is known
 * without the key.
 */
export interface StoredBlob {
  readonly file: string;
  /** What the stored bytes must hash to. */
  readonly sha256: string;
  /** Bytes stored. */
  readonly size: number;
  /** False for a link, a pipe or a folder that lies in its stead. */
  readonly isFile: boolean;
}

const STORED = /^([0-9a-f]{62})(?:\.([0-9a-f]{64})\.age)?$/;

/** The blob that a file of the pool is a copy of, by its name; undefined for other files. */
export const blobOfStored = (start: string, name: string): string | undefined => {
  const [, rest] = STORED.exec(name) ?? [];
  const sha256 = `${start}${rest}`;
  return isBlobName(sha256) ? sha256 : undefined;
};

/** What this account may not look at is not missing. */
const unknownUnlessDenied = (error: unknown): undefined => {
  if (isDenied(error)) throw error;
};
const noneUnlessDenied = (error: unknown): readonly string[] => unknownUnlessDenied(error) ?? [];

/**
 * Looks a blob up in a place of plain or of encrypted copies; of these each folder is read once.
 */
export const createPool = (folder: string, ending: Seal["ending"]) => {
  const known = new Map<string, Map<string, string>>();

  const namesIn = async (start: string): Promise<Map<string, string>> => {
    const read = known.get(start);
    if (read) return read;
    const names = new Map<string, string>();
    for (const name of await readdir(join(folder, start)).catch(noneUnlessDenied)) {
      const [, rest] = STORED.exec(name) ?? [];
      if (rest !== undefined) names.set(rest, name);
    }
    known.set(start, names);
    return names;
  };

  const find = async (sha256: string): Promise<StoredBlob | undefined> => {
    if (ending === "") {
      const file = blobPath(folder, sha256);
      const found = await lstat(file).catch(unknownUnlessDenied);
      return found && { file, sha256, size: found.size, isFile: found.isFile() };
    }
    const name = (await namesIn(sha256.slice(0, 2))).get(sha256.slice(2));
    if (name === undefined) return undefined;
    const file = join(folder, sha256.slice(0, 2), name);
    const found = await lstat(file).catch(unknownUnlessDenied);
    const [, , sealed] = STORED.exec(name) ?? [];
    return found && { file, sha256: sealed ?? sha256, size: found.size, isFile: found.isFile() };
  };

  /**
   * False where the source's bytes are not those of the name, or cannot be read; nothing is stored
   * then, and what is there stays.
   */
  const add = async (source: string, sha256: string, seal: Seal): Promise<boolean> => {
    const target = blobPath(folder, sha256);
    const nameOf = (sealed: string) => (seal.ending === "" ? target : `${target}.${sealed}${seal.ending}`);
    let stored: string | undefined;
    try {
      await writeWhole({
        from: source,
        follow: true,
        change: seal.close,
        temporary: target,
        nameOf: ({ before, after }) => {
          stored = before.sha256 === sha256 ? nameOf(after.sha256) : undefined;
          // A damaged file system may show a folder there, which nothing can be renamed over.
          if (stored !== undefined && lstatSync(stored, { throwIfNoEntry: false })?.isDirectory())
            rmSync(stored, { recursive: true });
          return stored;
        },
      });
    } catch (error) {
      // A place that is full or away ends the backup; a source that cannot be read is one file.
      if (error instanceof ReadFailed) return false;
      throw error;
    }
    if (stored === undefined) return false;
    const old = (await find(sha256))?.file;
    if (old !== undefined && old !== stored) await rm(old, { recursive: true, force: true });
    if (ending !== "")
      (await namesIn(sha256.slice(0, 2))).set(sha256.slice(2), stored.slice(join(folder, "ab/").length));
    return true;
  };

  return { find, add };
};

/** Removes what copies that were cut off have left. */
export const removeParts = async (folder: string): Promise<void> => {
  for (const start of await readdir(folder).catch(() => []))
    for (const name of await readdir(join(folder, start)).catch(() => []))
      if (name.endsWith(PART)) await rm(join(folder, start, name), { force: true });
};

export interface SavedBlobs {
  readonly count: number;
  readonly bytes: number;
  readonly copied: number;
  /** Copies that had rotted, were cut off or could not be read, and were made again. */
  readonly repaired: number;
  /** Blobs whose bytes were not read, neither the original's nor a copy's. */
  readonly unread: number;
  readonly lost: readonly NamedBlob[];
  /** Blobs of which only the copy is right any more: the original is missing or damaged. */
  readonly onlyCopied: readonly NamedBlob[];
  /** Every blob that the log names; undefined where a list of some of them could not be read. */
  readonly named: ReadonlySet<string> | undefined;
}

/** Which copies are read again: every one, or each within so many days. */
export type CheckShare = "all" | "share";

/** Each copy is read again once in so many days. */
const SHARE_DAYS = 28;
const DAY_MS = 86_400_000;

const dayOf = (moment: Date): number => Math.floor(moment.getTime() / DAY_MS);

/**
 * Whether a copy is read again at a backup of that day, the first since `last`: the shares of days
 * without one, such as those on which the machine was off, are read with it.
 */
export const isInShare = (
  sha256: string,
  check: CheckShare,
  now: Date,
  last: Date | undefined = undefined,
): boolean => {
  if (check === "all") return true;
  const missed = last === undefined ? 0 : Math.max(0, dayOf(now) - dayOf(last) - 1);
  const since = (dayOf(now) - Number.parseInt(sha256.slice(0, 6), 16)) % SHARE_DAYS;
  return (since + SHARE_DAYS) % SHARE_DAYS <= Math.min(missed, SHARE_DAYS);
};

/** False where the two lie on different disks, or the disk knows no second names. */
const linkBlob = async (source: string, target: string): Promise<boolean> => {
  await makeFolderDurably(dirname(target));
  return link(source, target).then(
    () => true,
    () => false,
  );
};

/** Tried beside the place: nothing may lie in it before its mark does. */
const canBeLinked = async (file: string, place: string): Promise<boolean> => {
  const tried = `${dirname(place)}${PART}`;
  await rm(tried, { force: true });
  return link(file, tried).then(
    () => rm(tried).then(() => true),
    () => false,
  );
};

/**
 * Bytes that blobs take in a place although they are to be linked: those that are not there yet,
 * where the two lie on different disks or the disk knows no second names.
 */
export const bytesWithoutLinks = async (source: string, place: string): Promise<number> => {
  let bytes = 0;
  for await (const sha256 of listBlobNames(source)) {
    if (await lstat(blobPath(place, sha256)).catch(unknownUnlessDenied)) continue;
    const original = blobPath(source, sha256);
    // Where the first can be linked, so can the others.
    if (bytes === 0 && (await canBeLinked(original, place))) return 0;
    bytes += (await stat(original)).size;
  }
  return bytes;
};

/**
 * Brings every named blob into the pool. A copy that is there is held against the size of the
 * original always, and against its hash in its turn; where it is not right, or cannot be read, it
 * is made again; so is the original looked at in its turn. A blob of which neither the original nor
 * a copy is right is lost. Throws where the place cannot be written.
 */
export const saveBlobs = async (options: {
  readonly source: string;
  readonly place: string;
  readonly named: AsyncIterable<NamedBlob>;
  readonly seal: Seal;
  readonly check: CheckShare;
  readonly now: Date;
  /** When the backup before was made; undefined where there is none. */
  readonly last: Date | undefined;
  /** A new copy becomes a second name of the original, where both lie on one disk. */
  readonly linked: boolean;
  readonly onProgress?: ((progress: { readonly blobs: number; readonly bytes: number }) => void) | undefined;
}): Promise<SavedBlobs> => {
  const { source, place, seal, check, now, last } = options;
  await makeFolderDurably(place);
  await removeParts(place);
  const pool = createPool(place, seal.ending);
  let [count, bytes, copied, repaired, unread] = [0, 0, 0, 0, 0];
  const lost: NamedBlob[] = [];
  const onlyCopied: NamedBlob[] = [];
  const named = new Set<string>();
  /** Folders with new second names: each is synced once, at the end. */
  const entered = new Set<string>();

  const isRight = async (stored: StoredBlob, sha256: string): Promise<boolean> => {
    if (!stored.isFile) return false;
    const original = await stat(blobPath(source, sha256)).catch(() => undefined);
    const isCut = original !== undefined && (await seal.sizeOf(original.size)) !== stored.size;
    if (isCut || isInShare(sha256, check, now, last))
      return holdsItsName(stored.file, stored.sha256, { follow: false });
    unread++;
    return true;
  };
  /** Looked at whenever the copy has its turn; whether it is there at all, each time. */
  const isOriginalRight = async (sha256: string): Promise<boolean> => {
    const original = blobPath(source, sha256);
    if (isInShare(sha256, check, now, last)) return holdsItsName(original, sha256);
    return stat(original).then(
      (found) => found.isFile(),
      () => false,
    );
  };
  const addFrom = async (sha256: string): Promise<boolean> => {
    if (options.linked && (await linkBlob(blobPath(source, sha256), blobPath(place, sha256)))) {
      entered.add(dirname(blobPath(place, sha256)));
      unread++;
      return true;
    }
    return pool.add(blobPath(source, sha256), sha256, seal);
  };

  for await (const blob of options.named) {
    named.add(blob.sha256);
    const stored = await pool.find(blob.sha256);
    if (!stored || !(await isRight(stored, blob.sha256))) {
      if (!(await addFrom(blob.sha256))) lost.push(blob);
      else if (stored) repaired++;
      else copied++;
    } else if (!options.linked && !(await isOriginalRight(blob.sha256))) onlyCopied.push(blob);
    count++;
    bytes += (await pool.find(blob.sha256))?.size ?? 0;
    options.onProgress?.({ blobs: count, bytes });
  }
  for (const folder of entered) syncEntries(folder);
  return { count, bytes, copied, repaired, unread, lost, onlyCopied, named };
};
