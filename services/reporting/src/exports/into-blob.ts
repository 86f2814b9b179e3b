import { PassThrough, type Writable } from "node:stream";
import type { BlobInfo, Blobs } from "@sogoc/core";

/** Runs a writer against the blob store: what it writes is stored as it comes, whole or not at all. */
export const intoBlob = async (blobs: Blobs, write: (out: Writable) => Promise<void>): Promise<BlobInfo> => {
  const out = new PassThrough();
  const stored = blobs.put(out);
  // Both fail together; the writer's reason is the one to tell.
  stored.catch(() => {});
  try {
    await write(out);
  } catch (error) {
    out.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
  return stored;
};
