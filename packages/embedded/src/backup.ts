import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { backup as copyPages, DatabaseSync } from "node:sqlite";
import { pipeline } from "node:stream/promises";
import { dataFiles } from "./data-files.ts";
import { syncFolder } from "./database.ts";
import { blobPath, listBlobNames } from "./folder-blobs.ts";

export interface BackupReport {
  /** Position of the newest event that was copied. */
  readonly head: number;
  /** Blobs copied now; those that the target had already are not copied again. */
  readonly copiedBlobs: number;
  /** Blobs whose bytes no longer agree with their name; they are not copied. */
  readonly brokenBlobs: readonly string[];
}

/** Makes what was written under a temporary name durable, and gives it its name in one step. */
const settle = async (temporary: string, target: string): Promise<void> => {
  const file = await open(temporary, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, target);
  syncFolder(dirname(target));
};

/** A consistent copy while others write: all pages in one step on a thread of its own, under one read lock. */
const copyDatabase = async (from: string, to: string): Promise<void> => {
  const temporary = `${to}.part`;
  for (const left of [temporary, `${temporary}-journal`]) await rm(left, { force: true });
  const source = new DatabaseSync(from, { readOnly: true, timeout: 5_000 });
  try {
    await copyPages(source, temporary, { rate: 2 ** 31 - 1 });
  } finally {
    source.close();
  }
  for (const left of [`${to}-wal`, `${to}-shm`]) await rm(left, { force: true });
  await settle(temporary, to);
};

/** False when the bytes are not those of the name. */
const copyBlob = async (from: string, to: string, sha256: string): Promise<boolean> => {
  const target = blobPath(to, sha256);
  const temporary = `${target}.part`;
  const hash = createHash("sha256");
  await mkdir(dirname(target), { recursive: true });
  await pipeline(
    createReadStream(blobPath(from, sha256)),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(temporary),
  );
  const right = hash.digest("hex") === sha256;
  if (right) await settle(temporary, target);
  else await rm(temporary);
  return right;
};

const sizeOf = async (file: string): Promise<number | undefined> =>
  (await stat(file).catch(() => undefined))?.size;

const copyBlobs = async (
  from: string,
  to: string,
): Promise<Pick<BackupReport, "copiedBlobs" | "brokenBlobs">> => {
  const brokenBlobs: string[] = [];
  let copiedBlobs = 0;
  await mkdir(to, { recursive: true });
  for await (const sha256 of listBlobNames(from)) {
    const there = await sizeOf(blobPath(to, sha256));
    if (there !== undefined && there === (await sizeOf(blobPath(from, sha256)))) continue;
    if (await copyBlob(from, to, sha256)) copiedBlobs++;
    else brokenBlobs.push(sha256);
  }
  return { copiedBlobs, brokenBlobs };
};

const headOf = (file: string): number => {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(database.prepare("SELECT max(position) AS head FROM events").get()?.["head"] ?? 0);
  } finally {
    database.close();
  }
};

/**
 * Copies a data folder while it is in use. The order matters: no checkpoint may be ahead of the copied log, and every
 * blob that a copied event names must be there. Password hashes and keys are copied too: keep a backup as safe as the
 * folder itself. Read models are left out: they are rebuilt from the log.
 * A second backup to the same place replaces the log and adds the blobs that are missing.
 */
export const backup = async (options: {
  readonly from: string;
  readonly to: string;
}): Promise<BackupReport> => {
  const from = dataFiles(options.from);
  const to = dataFiles(options.to);
  if (!existsSync(from.events))
    throw new Error(`${options.from} holds no events.sqlite: it is not a data folder.`);
  await mkdir(options.to, { recursive: true });
  if (existsSync(from.consumers)) await copyDatabase(from.consumers, to.consumers);
  await copyDatabase(from.events, to.events);
  if (existsSync(from.secrets)) await copyDatabase(from.secrets, to.secrets);
  return { head: headOf(to.events), ...(await copyBlobs(from.blobs, to.blobs)) };
};

/** Makes a data folder from a backup. Throws when the folder exists and holds anything. */
export const restore = async (options: {
  readonly from: string;
  readonly to: string;
}): Promise<BackupReport> => {
  const there = await readdir(options.to).catch(() => []);
  if (there.length > 0) throw new Error(`${options.to} is not empty: a restore never overwrites.`);
  return backup(options);
};
