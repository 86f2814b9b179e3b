import { text } from "node:stream/consumers";
import type { Blobs, EventStore, SweptBlobs } from "@sogoc/core";
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

/** The log does not tell what is named: nothing may be taken for unnamed. */
export class LogTooShort extends Error {
  constructor() {
    super("The log names no file, or ends before what others have seen of it.");
    this.name = "LogTooShort";
  }
}

/**
 * Removes blobs that no event names: uploads that were refused, and what the end of a process cut
 * off. Answers how many. A manifest that cannot be read stops it: what it names is not known, and
 * nothing is removed then. Throws `LogTooShort` for a log that names no blob at all, or that ends
 * before what others have seen of it: more likely the log is lost than everything else is waste.
 */
export const sweepBlobs = async (
  {
    store,
    blobs,
    seen = () => 0,
  }: {
    readonly store: Pick<EventStore, "readAll" | "head">;
    readonly blobs: SweptBlobs;
    /** How far others have read the log. */
    readonly seen?: (() => number) | undefined;
  },
  now: number = Date.now(),
): Promise<number> =>
  blobs.sweep({
    putBefore: now - SAFE_AGE_MS,
    async findUnnamed(candidates) {
      const known = seen();
      if (known > (await store.head())) throw new LogTooShort();
      const unnamed = new Set(candidates);
      let isAnyNamed = false;
      for await (const { sha256 } of namedBlobs(store, readTextFrom(blobs))) {
        isAnyNamed = true;
        unnamed.delete(sha256);
      }
      if (!isAnyNamed) throw new LogTooShort();
      return unnamed;
    },
  });
