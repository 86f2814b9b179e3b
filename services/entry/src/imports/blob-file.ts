import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Blobs } from "@sogoc/core";
import { withTemporaryFolder } from "@sogoc/http";

/** Does `work` with a blob as a file: workbooks and zips are read out of order. */
export const withBlobFile = <T>(
  blobs: Pick<Blobs, "read">,
  sha256: string,
  work: (file: string) => Promise<T>,
): Promise<T> =>
  withTemporaryFolder(async (folder) => {
    const file = join(folder, "content");
    await pipeline(Readable.from(await blobs.read(sha256)), createWriteStream(file));
    return work(file);
  });
