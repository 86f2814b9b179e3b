import { createHash, randomUUID } from "node:crypto";
import { createReadStream, existsSync, renameSync, statSync, unlinkSync, utimesSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type BlobInfo,
  CommandRejected,
  checkedBlob,
  EngineUnavailable,
  StorageFailing,
  type SweepOptions,
  type SweptBlobs,
  storageFaultFrom,
} from "@sogoc/core";
import { isDenied } from "./backup/account-access.ts";
import { syncFolder } from "./database.ts";
import { giveMadeFolders, giveToFolderOwner } from "./folder-owner.ts";
import { makePrivateFolder, PRIVATE_FILE, PRIVATE_FOLDER } from "./private-files.ts";
import { readRegular } from "./regular-files.ts";

const SHA256 = /^[0-9a-f]{64}$/;
const DAY_MS = 86_400_000;

export const isBlobName = (text: string): boolean => SHA256.test(text);

/**
 * `ab/cdef…` under the folder: not too many files in one place. Throws for anything that is no
 * hash: it would lead elsewhere.
 */
export const blobPath = (folder: string, sha256: string): string => {
  if (!isBlobName(sha256)) throw new Error("not the name of a blob");
  return join(folder, sha256.slice(0, 2), sha256.slice(2));
};

/** Names of the blobs under a folder. */
export const listBlobNames = async function* (folder: string): AsyncIterable<string> {
  for (const start of await readdir(folder).catch(() => [])) {
    if (!/^[0-9a-f]{2}$/.test(start)) continue;
    for (const rest of await readdir(join(folder, start)))
      if (/^[0-9a-f]{62}$/.test(rest)) yield start + rest;
  }
};

/**
 * Remains of puts that the end of a process cut off; where others may be at work, only what is old.
 */
const sweepUnfinished = async (folder: string, isAlone: boolean): Promise<void> => {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (found && (isAlone || Date.now() - found.mtimeMs > DAY_MS)) await rm(file, { force: true });
  }
};

const writeHashed = async (
  file: FileHandle,
  content: AsyncIterable<Uint8Array> | Uint8Array,
): Promise<BlobInfo> => {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of content instanceof Uint8Array ? [content] : content) {
    hash.update(chunk);
    size += chunk.length;
    await file.writeFile(chunk);
  }
  await file.sync();
  return { sha256: hash.digest("hex"), size };
};

/**
 * Whether the file's bytes are those of the name; they are not where it cannot be read, or is no
 * regular file. Throws where this account may not read it: it may be right.
 */
export const judgeName = async (
  file: string,
  sha256: string,
  { follow = true }: { readonly follow?: boolean | undefined } = {},
): Promise<boolean> => {
  const hash = createHash("sha256");
  try {
    for await (const chunk of readRegular(file, { follow })) hash.update(chunk);
  } catch (error) {
    if (isDenied(error)) throw error;
    return false;
  }
  return hash.digest("hex") === sha256;
};

/** The same, and false where this account may not read it. */
export const holdsItsName = (...asked: Parameters<typeof judgeName>): Promise<boolean> =>
  judgeName(...asked).catch(() => false);

/** Codes for a folder of ours that was taken away, or may not be used any more. */
const NOT_OURS: ReadonlySet<unknown> = new Set(["EACCES", "EPERM", "ENOENT", "ENOTDIR"]);

/** The same error, or where the folder or its disk is at fault, one that says so. */
const blobFaultFrom = (error: unknown, folder: string): unknown => {
  const fault = storageFaultFrom(error);
  if (fault instanceof EngineUnavailable || !(error instanceof Error)) return fault;
  if (!("code" in error && NOT_OURS.has(error.code)) || !("path" in error)) return error;
  return String(error.path).startsWith(folder) ? new StorageFailing(error) : error;
};

export type FolderBlobs = SweptBlobs;

const sweepUnnamed = async (folder: string, { putBefore, findUnnamed }: SweepOptions): Promise<number> => {
  const candidates = new Set<string>();
  for await (const sha256 of listBlobNames(folder)) {
    const found = await stat(blobPath(folder, sha256)).catch(() => undefined);
    if (found && found.mtimeMs < putBefore) candidates.add(sha256);
  }
  let removed = 0;
  for (const sha256 of candidates.size > 0 ? await findUnnamed(candidates) : []) {
    const file = blobPath(folder, sha256);
    // In one step with the look: whoever puts the same now has renewed its date or finds it
    // gone and writes it.
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found || found.mtimeMs >= putBefore) continue;
    unlinkSync(file);
    removed++;
  }
  return removed;
};

/** How many puts of one's own are remembered, so that they can be taken back. */
const MOST_FRESH = 1_000;

/** Gives blobs their names in a folder, and knows which of them it could take back. */
const createPlaces = (folder: string) => {
  /**
   * Blobs that a put of this process has made where nothing lay before, and that nobody has put
   * again since.
   */
  const fresh = new Set<string>();

  /**
   * True where the blob is there already; its date is renewed then, so that no sweep takes it for
   * an old one.
   */
  const renew = ({ sha256, size }: BlobInfo): boolean => {
    const file = blobPath(folder, sha256);
    if (statSync(file, { throwIfNoEntry: false })?.size !== size) return false;
    const now = new Date();
    utimesSync(file, now, now);
    fresh.delete(sha256);
    return true;
  };

  /**
   * Gives what was written its name. Whether something lies there is asked in one step with the
   * renaming: of two puts of the same, only the first is fresh, until the second is there; one that
   * puts right what had rotted, or was cut, is not.
   */
  const keep = async (temporary: string, { sha256 }: BlobInfo): Promise<void> => {
    const target = blobPath(folder, sha256);
    const created = await mkdir(dirname(target), { recursive: true, mode: PRIVATE_FOLDER });
    giveMadeFolders(created, dirname(target));
    const wasThere = existsSync(target);
    renameSync(temporary, target);
    if (wasThere) fresh.delete(sha256);
    else fresh.add(sha256);
    const [oldest] = fresh.size > MOST_FRESH ? fresh : [];
    if (oldest !== undefined) fresh.delete(oldest);
    syncFolder(dirname(target));
    if (created) syncFolder(folder);
  };

  const takeBack = (sha256: string): void => {
    if (!fresh.delete(sha256)) return;
    try {
      unlinkSync(blobPath(folder, sha256));
    } catch {
      // The sweep finds it again.
    }
  };

  return { renew, keep, takeBack };
};

/**
 * Files named by the hash of what they hold, written aside and renamed, so that each is whole or
 * absent.
 */
export const openFolderBlobs = async (options: {
  readonly folder: string;
  /** Called when the bytes of a blob are not those of its name. */
  readonly onDamaged?: ((sha256: string) => void) | undefined;
  /** Nobody else writes to the folder, since whoever opens it has a lock. */
  readonly isAlone?: boolean | undefined;
}): Promise<FolderBlobs> => {
  const { folder, onDamaged, isAlone = false } = options;
  const unfinished = join(folder, "unfinished");
  makePrivateFolder(unfinished);
  await sweepUnfinished(unfinished, isAlone);
  const { renew, keep, takeBack } = createPlaces(folder);

  const find = async (sha256: string): Promise<BlobInfo | undefined> => {
    if (!SHA256.test(sha256)) return undefined;
    try {
      const found = await stat(blobPath(folder, sha256));
      return found.isFile() ? { sha256, size: found.size } : undefined;
    } catch (error) {
      // A blob is missing only where the others are not.
      if (error instanceof Error && "code" in error && error.code === "ENOENT" && existsSync(unfinished))
        return undefined;
      throw blobFaultFrom(error, folder);
    }
  };

  return {
    async put(content) {
      const temporary = join(unfinished, randomUUID());
      try {
        const file = await open(temporary, "wx", PRIVATE_FILE);
        giveToFolderOwner(temporary);
        const info = await writeHashed(file, content).finally(() => file.close());
        // What lies there may have rotted: the bytes that have just come are right.
        if (renew(info) && (await holdsItsName(blobPath(folder, info.sha256), info.sha256)))
          await rm(temporary);
        else await keep(temporary, info);
        return info;
      } catch (error) {
        // The disk may be the one that takes nothing; the next start removes it.
        await rm(temporary, { force: true }).catch(() => {});
        throw blobFaultFrom(error, folder);
      }
    },
    find,
    async read(sha256) {
      const found = await find(sha256);
      if (!found) throw new CommandRejected("blob-missing");
      return checkedBlob(createReadStream(blobPath(folder, sha256)), found, onDamaged).catch(
        (error: unknown) => {
          throw blobFaultFrom(error, folder);
        },
      );
    },
    async *list() {
      for await (const sha256 of listBlobNames(folder)) {
        const found = await find(sha256);
        if (found) yield found;
      }
    },
    takeBack: async (sha256) => takeBack(sha256),
    sweep: (options) => sweepUnnamed(folder, options),
    async close() {},
  };
};
