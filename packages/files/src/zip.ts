import { posix } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setImmediate } from "node:timers/promises";
import { withoutUnseenSigns } from "@sogoc/core/foreign-text";
import { type ArchiveEntry, isUnsafePath, openArchive } from "./archive.ts";
import type { FileSource } from "./file-source.ts";
import { refusal } from "./refusal.ts";
import { type OpenZipOptions, zipLimits } from "./zip-limits.ts";
import { entryOptions, type FileTarget, ZipOutput } from "./zip-output.ts";

interface UnpackedEntry extends ArchiveEntry {
  /** Last part of the path, NFC. */
  readonly name: string;
  /** Throws a refusal when it is larger than the limits allow. */
  read(): Promise<Buffer>;
}

interface UnpackedZip extends AsyncIterable<UnpackedEntry> {
  readonly entries: readonly UnpackedEntry[];
  close(): void;
}

/** What operating systems leave in archives. */
const leftovers = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/iu;

/**
 * Opens a zip of scans in this thread. Folders are flattened: two files of the same name refuse the
 * archive. Throws a refusal, when opening or while reading.
 */
export const openZip = async (source: FileSource, options: OpenZipOptions = {}): Promise<UnpackedZip> => {
  const { code = "scan-refused", ...given } = options;
  const limits = { ...zipLimits, ...given };
  const archive = await openArchive(source, limits, code);
  const seen = new Set<string>();
  const entries: UnpackedEntry[] = [];
  let [claimedBytes, packedBytes] = [0, 0];
  for (const entry of archive.entries) {
    if (leftovers.test(entry.path)) continue;
    const name = posix.basename(entry.path);
    const key = name.toLowerCase();
    if (seen.has(key)) {
      archive.close();
      throw refusal(code, "duplicate-entry", { name: `: ${name.slice(-100)}` });
    }
    seen.add(key);
    claimedBytes += entry.claimedBytes;
    packedBytes += entry.location.compressedSize;
    entries.push({ ...entry, name, read: async () => buffer(await entry.open()) });
  }
  // No entry gives more than it claims; so what would be too much is refused before any of it.
  if (claimedBytes > limits.maxTotalBytes) {
    archive.close();
    throw refusal(code, "archive-too-large", limits.maxTotalBytes);
  }
  if (claimedBytes > limits.wholeRatioFrom && claimedBytes > limits.maxWholeRatio * packedBytes) {
    archive.close();
    throw refusal(code, "compression-ratio");
  }
  return {
    entries,
    close: () => archive.close(),
    async *[Symbol.asyncIterator]() {
      yield* entries;
    },
  };
};

/** What Windows takes in no name of a file. */
const noPartOfNames = /[:*?"<>|]/gu;

/**
 * The name under which a file can go into an archive, to be unpacked anywhere and read back by
 * `openZip`: without what nobody sees, composed. `fallback` where nothing is left of it.
 */
export const entryNameFor = (name: string, fallback: string): string => {
  const last = name.split(/[\\/]/u).at(-1) ?? "";
  const plain = withoutUnseenSigns(last)
    .replace(noPartOfNames, "")
    .normalize("NFC")
    .replace(/^[\s._]+|[\s.]+$/gu, "");
  return plain === "" || leftovers.test(plain) ? fallback : plain;
};

export interface ZipWriter {
  /**
   * Adds one file; await it, it keeps the memory bounded. Scans are stored, everything else is
   * packed. Throws `RangeError` for a name that `openZip` would refuse: see `entryNameFor`.
   */
  add(name: string, content: Buffer | Readable): Promise<void>;
  finish(): Promise<void>;
}

const packedAlready = /\.(?:pdf|jpe?g|png|zip|xlsx)$/iu;

export const createZipWriter = (target: FileTarget): ZipWriter => {
  const output = new ZipOutput(target);
  return {
    async add(name, content) {
      if (isUnsafePath(name)) throw new RangeError("A name that no archive should have.");
      output.check();
      if (Buffer.isBuffer(content) && packedAlready.test(name)) {
        output.zip.addBuffer(content, name, { ...entryOptions, compress: false });
        await setImmediate();
        await output.drainedOutput();
        return;
      }
      const stream = Buffer.isBuffer(content) ? Readable.from([content]) : content;
      const ended = output.consumed(stream);
      output.zip.addReadStream(stream, name, { ...entryOptions, compress: !packedAlready.test(name) });
      await ended;
    },
    finish: () => output.finish(),
  };
};
