import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type BlobInfo, type Blobs, CommandRejected } from "@sogoc/core";
import { syncFolder } from "./database.ts";

const SHA256 = /^[0-9a-f]{64}$/;
const DAY_MS = 86_400_000;

/** `ab/cdef…` under the folder: not too many files in one place. */
export const blobPath = (folder: string, sha256: string): string =>
  join(folder, sha256.slice(0, 2), sha256.slice(2));

/** Names of the blobs under a folder. */
export const listBlobNames = async function* (folder: string): AsyncIterable<string> {
  for (const start of await readdir(folder).catch(() => [])) {
    if (!/^[0-9a-f]{2}$/.test(start)) continue;
    for (const rest of await readdir(join(folder, start)))
      if (/^[0-9a-f]{62}$/.test(rest)) yield start + rest;
  }
};

/** Remains of puts that the end of a process cut off; younger ones may belong to a process that runs. */
const sweep = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > DAY_MS) await rm(file, { force: true });
  }
};

/** Files named by the hash of what they hold, written aside and renamed, so that each is whole or absent. */
export const openFolderBlobs = async ({ folder }: { readonly folder: string }): Promise<Blobs> => {
  const unfinished = join(folder, "unfinished");
  await mkdir(unfinished, { recursive: true });
  await sweep(unfinished);

  const find = async (sha256: string): Promise<BlobInfo | undefined> => {
    if (!SHA256.test(sha256)) return undefined;
    const found = await stat(blobPath(folder, sha256)).catch(() => undefined);
    return found?.isFile() ? { sha256, size: found.size } : undefined;
  };

  const settle = async (temporary: string, sha256: string): Promise<void> => {
    const target = blobPath(folder, sha256);
    const created = await mkdir(dirname(target), { recursive: true });
    await rename(temporary, target);
    syncFolder(dirname(target));
    if (created) syncFolder(folder);
  };

  return {
    async put(content) {
      const temporary = join(unfinished, randomUUID());
      const hash = createHash("sha256");
      let size = 0;
      try {
        const file = await open(temporary, "wx");
        try {
          for await (const chunk of content instanceof Uint8Array ? [content] : content) {
            hash.update(chunk);
            size += chunk.length;
            await file.writeFile(chunk);
          }
          await file.sync();
        } finally {
          await file.close();
        }
        const sha256 = hash.digest("hex");
        if ((await find(sha256))?.size === size) await rm(temporary);
        else await settle(temporary, sha256);
        return { sha256, size };
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    find,
    async read(sha256) {
      if (!(await find(sha256))) throw new CommandRejected("blob-missing");
      return createReadStream(blobPath(folder, sha256));
    },
    async *list() {
      for await (const sha256 of listBlobNames(folder)) {
        const found = await find(sha256);
        if (found) yield found;
      }
    },
    async close() {},
  };
};
