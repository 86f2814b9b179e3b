import { createHash } from "node:crypto";
import { PassThrough, Transform, type Writable } from "node:stream";
import type { BlobInfo, Blobs } from "@sogoc/core";

/** SHA-256 of each block of a file, so that a changed byte can be placed. */
export interface BlockHashes {
  /** Bytes in a block; the last one may be shorter. */
  readonly size: number;
  readonly sha256: readonly string[];
}

const BLOCK = 65_536;

const createBlockHasher = () => {
  const done: string[] = [];
  let block = createHash("sha256");
  let filled = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      for (let from = 0; from < chunk.length; ) {
        const part = chunk.subarray(from, from + BLOCK - filled);
        block.update(part);
        filled += part.length;
        from += part.length;
        if (filled < BLOCK) continue;
        done.push(block.digest("hex"));
        block = createHash("sha256");
        filled = 0;
      }
      next(null, chunk);
    },
  });
  const hashes = (): BlockHashes => ({
    size: BLOCK,
    sha256: filled === 0 ? done : [...done, block.copy().digest("hex")],
  });
  return { stream, hashes };
};

/**
 * Runs a writer against the blob store: what it writes is stored as it comes, whole or not at all.
 */
export const intoBlob = async (
  blobs: Blobs,
  write: (out: Writable) => Promise<void>,
): Promise<BlobInfo & { readonly blocks: BlockHashes }> => {
  const out = new PassThrough();
  const { stream, hashes } = createBlockHasher();
  out.on("error", (error) => stream.destroy(error));
  const stored = blobs.put(out.pipe(stream));
  // Both fail together; the writer's reason is the one to tell.
  stored.catch(() => {});
  try {
    await write(out);
  } catch (error) {
    out.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
  return { ...(await stored), blocks: hashes() };
};
