import { createHash } from "node:crypto";
import type { Blobs } from "@sogoc/core";
import { CommandFailed, exitCodes } from "../exit-codes.ts";

/** Number, and bytes of all together. */
export interface BlobCount {
  readonly blobs: number;
  readonly bytes: number;
}

const broken = (sha256: string): never => {
  throw new CommandFailed(`Tệp hỏng / broken file: ${sha256}`, exitCodes.notInOrder);
};

/** Throws for the first blob that the other place does not have. */
export const expectNoOthers = async (from: Blobs, to: Blobs): Promise<void> => {
  for await (const { sha256 } of to.list()) {
    if (await from.find(sha256)) continue;
    throw new CommandFailed(
      `Nơi đến có tệp mà nơi đi không có / the target holds a file that the source does not: ${sha256}`,
      exitCodes.notInOrder,
    );
  }
};

/** Copies what is missing; answers how many that were. */
export const copyBlobs = async (from: Blobs, to: Blobs, onBlob: () => void): Promise<number> => {
  let copied = 0;
  for await (const { sha256, size } of from.list()) {
    onBlob();
    if ((await to.find(sha256))?.size === size) continue;
    const written = await to.put(await from.read(sha256));
    if (written.sha256 !== sha256) broken(sha256);
    copied++;
  }
  return copied;
};

/** Reads every blob of the source where it was copied to, and hashes it anew. */
export const verifyBlobs = async (from: Blobs, to: Blobs, onBlob: () => void): Promise<BlobCount> => {
  let [blobs, bytes] = [0, 0];
  for await (const { sha256, size } of from.list()) {
    const hash = createHash("sha256");
    let read = 0;
    for await (const chunk of await to.read(sha256)) {
      hash.update(chunk);
      read += chunk.length;
    }
    if (read !== size || hash.digest("hex") !== sha256) broken(sha256);
    onBlob();
    blobs++;
    bytes += size;
  }
  return { blobs, bytes };
};
