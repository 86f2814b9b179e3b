import { text } from "node:stream/consumers";
import type { Blobs, EventStore } from "@sogoc/core";
import type { FolderBlobs } from "./folder-blobs.ts";
import { namedBlobs } from "./named-blobs.ts";

/**
 * A blob is stored before the event that names it, and the work between the two ends within
 * minutes: a workbook is judged, a book is exported. After a day nobody is at it any more.
 */
const SAFE_AGE_MS = 24 * 3_600_000;

const readTextFrom =
  (blobs: Pick<Blobs, "read">) =>
  async (sha256: string): Promise<string> =>
    text(await blobs.read(sha256));

/**
 * Removes blobs that no event names: uploads that were refused, and what the end of a process cut
 * off. Answers how many. A manifest that cannot be read stops it: what it names is not known, and
 * nothing is removed then.
 */
export const sweepBlobs = async (
  { store, blobs }: { readonly store: Pick<EventStore, "readAll">; readonly blobs: FolderBlobs },
  now: number = Date.now(),
): Promise<number> =>
  blobs.sweep({
    putBefore: now - SAFE_AGE_MS,
    async findUnnamed(candidates) {
      const unnamed = new Set(candidates);
      for await (const { sha256 } of namedBlobs(store, readTextFrom(blobs))) unnamed.delete(sha256);
      return unnamed;
    },
  });
