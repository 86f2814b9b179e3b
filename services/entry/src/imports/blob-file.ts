import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Blobs } from "@sogoc/core";

/** A folder of one's own that is gone afterwards, whatever happens. */
export const withTemporaryFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), "sogoc-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Workbooks and zips are read out of order, which only a file allows. */
export const withBlobFile = <T>(
  blobs: Blobs,
  sha256: string,
  work: (file: string) => Promise<T>,
): Promise<T> =>
  withTemporaryFolder(async (folder) => {
    const file = join(folder, "content");
    await pipeline(Readable.from(await blobs.read(sha256)), createWriteStream(file));
    return work(file);
  });
