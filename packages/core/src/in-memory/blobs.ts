import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { type Blobs, checkedBlob } from "../blobs.ts";
import { CommandRejected } from "../errors.ts";

/** For tests, which may look at what is `stored`. */
export const createInMemoryBlobs = (stored = new Map<string, Uint8Array>()): Blobs => {
  return {
    async put(content) {
      const bytes = content instanceof Uint8Array ? Buffer.from(content) : await buffer(content);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      stored.set(sha256, bytes);
      return { sha256, size: bytes.length };
    },
    async find(sha256) {
      const bytes = stored.get(sha256);
      return bytes && { sha256, size: bytes.length };
    },
    async read(sha256) {
      const bytes = stored.get(sha256);
      if (!bytes) throw new CommandRejected("blob-missing");
      const chunks = (async function* () {
        yield bytes;
      })();
      return checkedBlob(chunks, { sha256, size: bytes.length });
    },
    async *list() {
      for (const [sha256, { length: size }] of stored) yield { sha256, size };
    },
    async close() {},
  };
};
