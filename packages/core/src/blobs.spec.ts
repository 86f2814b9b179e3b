import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkedBlob } from "./blobs.ts";

const CHUNK = 64 * 1024;

const chunksOf = async function* (bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += CHUNK) yield bytes.subarray(from, from + CHUNK);
};

/** What a reader has got, and the code of what it ended in. */
const readOf = async (bytes: Uint8Array, sha256: string) => {
  let read = 0;
  try {
    for await (const chunk of await checkedBlob(chunksOf(bytes), { sha256, size: bytes.length }))
      read += chunk.length;
    return { read, code: undefined };
  } catch (error) {
    return { read, code: error instanceof Error ? error.message : String(error) };
  }
};

describe("a blob that is read", () => {
  it.each([0, 1_000, 2 ** 20, 3 * 2 ** 20 + 1])("of %i bytes comes whole where it is right", async (size) => {
    const bytes = Buffer.alloc(size, "trang sổ ");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(await readOf(bytes, sha256)).toEqual({ read: size, code: undefined });
  });

  it.each([1_000, 3 * 2 ** 20 + 1])("of %i bytes never comes whole where it is not", async (size) => {
    const bytes = Buffer.alloc(size, "trang sổ ");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
    const { read, code } = await readOf(bytes, sha256);
    expect(code).toBe("blob-damaged");
    expect(read).toBeLessThan(size);
  });
});
