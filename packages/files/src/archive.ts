import { pipeline, type Readable, Transform, type TransformCallback } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import * as yauzl from "yauzl";
import { Budget, type BudgetLimits } from "./budget.ts";
import { entryName } from "./entry-name.ts";
import type { FileSource } from "./file-source.ts";
import { type FileErrorCode, FileRefusal, refusal } from "./refusal.ts";
import { openZipBytes, type ZipBytes } from "./zip-bytes.ts";
import { bytesBeforePadding } from "./zip-end.ts";

/**
 * Sizes in bytes, counted while inflating; the sizes that the archive claims are only used to
 * refuse earlier.
 */
export interface ArchiveLimits {
  readonly maxEntries: number;
  readonly maxEntryBytes: number;
  readonly maxTotalBytes: number;
  /** unpacked : packed, looked at once an entry has passed `ratioFrom` bytes */
  readonly maxRatio: number;
  readonly ratioFrom: number;
}

/**
 * Where an entry lies and what the archive claims of it; enough to read it without the table of
 * contents.
 */
export interface EntryLocation {
  readonly relativeOffsetOfLocalHeader: number;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly compressionMethod: number;
  readonly crc32: number;
  readonly generalPurposeBitFlag: number;
}

/** One file of an archive; `path` is NFC, with forward slashes, and stays inside the archive. */
export interface ArchiveEntry {
  readonly path: string;
  /** As the archive claims; not to be trusted. */
  readonly claimedBytes: number;
  readonly location: EntryLocation;
  /** `maxBytes` is a bound of this reading, below that of the archive. */
  open(maxBytes?: number): Promise<Readable>;
}

export interface Archive {
  readonly entries: readonly ArchiveEntry[];
  /** What is left of it is for the readers of what is unpacked. */
  readonly budget: Budget;
  close(): void;
}

/**
 * Absolute paths, drive letters, parent steps and control characters have no place in an archive.
 */
export const isUnsafePath = (path: string): boolean => {
  if (path === "" || path.startsWith("/") || /^[A-Za-z]:/u.test(path) || /\p{Cc}/u.test(path)) return true;
  return path.split("/").some((part) => part === "..");
};

const isSymbolicLink = (entry: yauzl.Entry): boolean =>
  ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;

/** What the bytes of an entry are held against while they come. */
interface Held {
  readonly location: EntryLocation;
  readonly limits: ArchiveLimits;
  readonly maxBytes: number;
  readonly budget: Budget;
  readonly code: FileErrorCode;
}

/** Counts what really comes out of the inflater and stops at the first byte too many. */
class Guard extends Transform {
  #bytes = 0;
  #crc = 0;
  readonly #held: Held;
  constructor(held: Held) {
    super();
    this.#held = held;
  }
  #check(chunk: Buffer): void {
    const { location, limits, maxBytes, budget, code } = this.#held;
    this.#bytes += chunk.length;
    this.#crc = crc32(chunk, this.#crc);
    if (budget.left("unpacked") < chunk.length)
      throw refusal(code, "archive-too-large", limits.maxTotalBytes);
    budget.spend("unpacked", chunk.length);
    if (this.#bytes > maxBytes) throw refusal(code, "entry-too-large", maxBytes);
    if (this.#bytes > limits.ratioFrom && this.#bytes > limits.maxRatio * location.compressedSize) {
      throw refusal(code, "compression-ratio");
    }
    if (this.#bytes > location.uncompressedSize) throw refusal(code, "damaged");
  }
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      this.#check(chunk);
      done(null, chunk);
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }
  override _flush(done: TransformCallback): void {
    const { location, code } = this.#held;
    const whole = this.#bytes === location.uncompressedSize && this.#crc === location.crc32;
    done(whole ? null : refusal(code, "damaged"));
  }
}

const asRefusal = (error: unknown, code: FileErrorCode): FileRefusal =>
  error instanceof FileRefusal ? error : refusal(code, "damaged");

/** Signatures of APPNOTE 4.3: of an entry, of its line in the table of contents, of the end. */
const [LOCAL_HEAD, LISTED_HEAD, END_HEAD] = [0x04034b50, 0x02014b50, 0x06054b50];

/** The four bytes at an offset; undefined beyond the end. */
const signatureAt = async (bytes: ZipBytes, offset: number): Promise<number | undefined> => {
  const read = await bytes.readAt(offset, 4);
  return read.length === 4 ? read.readUInt32LE(0) : undefined;
};

const startsLikeZip = async (bytes: ZipBytes): Promise<boolean> => {
  const signature = await signatureAt(bytes, 0);
  return signature === LOCAL_HEAD || signature === END_HEAD;
};

/** A zip whose table of contents can be read; closing it closes the bytes. */
interface OpenZip {
  readonly bytes: ZipBytes;
  readonly zip: yauzl.ZipFile;
}

/**
 * Whether the table of contents goes on after as many entries as the archive says that it has: a
 * program that counts in 16 bits says 1 of 65,537, and what it does not count is not read.
 */
const saysTooFew = async ({ bytes, zip }: OpenZip): Promise<boolean> => {
  // A number, whatever the types of the library say.
  const end: unknown = zip.readEntryCursor;
  return typeof end === "number" && (await signatureAt(bytes, end)) === LISTED_HEAD;
};

const openListing = async (bytes: ZipBytes, code: FileErrorCode): Promise<yauzl.ZipFile> => {
  try {
    const zip = await bytes.openZip(await bytesBeforePadding(bytes));
    zip.on("error", () => {});
    return zip;
  } catch {
    throw refusal(code, "damaged");
  }
};

const openZipFile = async (source: FileSource, code: FileErrorCode): Promise<OpenZip> => {
  const bytes = await openZipBytes(source);
  try {
    if (!(await startsLikeZip(bytes))) throw refusal(code, "not-a-zip");
    return { bytes, zip: await openListing(bytes, code) };
  } catch (error) {
    await bytes.close();
    throw error;
  }
};

const openStream = async (zip: yauzl.ZipFile, held: Held): Promise<Readable> => {
  const { location, code } = held;
  const guard = new Guard(held);
  let packed: Readable;
  try {
    const entry = Object.assign(new yauzl.Entry(), location);
    packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  } catch (error) {
    throw asRefusal(error, code);
  }
  const stages =
    location.compressionMethod === 0
      ? [packed, guard]
      : [packed, createInflateRaw({ chunkSize: 256 * 1024 }), guard];
  // pipeline destroys the guard with the zlib error; the reader shall see a refusal instead.
  const out = new Transform({ transform: (chunk, _encoding, done) => done(null, chunk) });
  pipeline(stages, (error) => {
    if (error) out.destroy(asRefusal(error, code));
  });
  guard.pipe(out);
  out.once("close", () => packed.destroy());
  return out;
};

const locationOf = (entry: yauzl.Entry): EntryLocation => {
  const { relativeOffsetOfLocalHeader, compressedSize, uncompressedSize } = entry;
  const { compressionMethod, crc32: checksum, generalPurposeBitFlag } = entry;
  return {
    relativeOffsetOfLocalHeader,
    compressedSize,
    uncompressedSize,
    compressionMethod,
    crc32: checksum,
    generalPurposeBitFlag,
  };
};

/** Characters of a name that a refusal tells. */
const NAME_TOLD = 100;

/** The entry that an archive is refused for, behind what is wrong with it. */
const namedIn = (path: string) => ({ name: `: ${(path.split("/").at(-1) ?? "").slice(-NAME_TOLD)}` });

/** Throws a refusal for what must not be unpacked. */
const checkEntry = (entry: yauzl.Entry, path: string, limits: ArchiveLimits, code: FileErrorCode): void => {
  if (isUnsafePath(path) || isSymbolicLink(entry)) throw refusal(code, "unsafe-path");
  if (entry.isEncrypted()) throw refusal(code, "encrypted", namedIn(path));
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    throw refusal(code, "unsupported-compression", namedIn(path));
  }
  if (entry.uncompressedSize > limits.maxEntryBytes) {
    throw refusal(code, "entry-too-large", { limit: limits.maxEntryBytes, ...namedIn(path) });
  }
};

/** Of an entry's own head in the file, without its name (APPNOTE 4.3.7). */
const LOCAL_HEAD_BYTES = 30;

/**
 * Whether two entries share bytes of the file. No honest program writes so; a small archive then
 * unpacks to as much as it has entries.
 */
const doOverlap = (entries: readonly ArchiveEntry[]): boolean => {
  const locations = entries.map(({ location }) => location);
  locations.sort((one, other) => one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader);
  let end = 0;
  for (const { relativeOffsetOfLocalHeader: start, compressedSize } of locations) {
    if (start < end) return true;
    end = start + LOCAL_HEAD_BYTES + compressedSize;
  }
  return false;
};

/**
 * What an archive may say of its entries: names, comments, and whatever programs add. It is in
 * memory, and each entry may say up to 196,605 bytes; an honest one says a hundred.
 */
export const listingBytes = (maxEntries: number): number => 512 * maxEntries;

/** What a zip may cost that is only unpacked; what is read of its content charges the rest. */
const budgetOf = ({ maxEntries, maxTotalBytes }: ArchiveLimits): BudgetLimits => ({
  bytes: Number.POSITIVE_INFINITY,
  listing: listingBytes(maxEntries),
  unpacked: maxTotalBytes,
  items: maxEntries,
  steps: 0,
  text: 0,
  depth: 1,
});

/**
 * Opens a zip and reads its table of contents. Nothing is unpacked before an entry is opened; an
 * entry that is read again is charged again. Throws a refusal with `code` for anything that is not
 * a plain, safe zip.
 */
export const openArchive = async (
  source: FileSource,
  limits: ArchiveLimits,
  code: FileErrorCode,
  budget: Budget = new Budget(budgetOf(limits), code),
): Promise<Archive> => {
  const opened = await openZipFile(source, code);
  const { zip } = opened;
  try {
    if (zip.entryCount > limits.maxEntries) throw refusal(code, "too-many-entries", limits.maxEntries);
    const entries: ArchiveEntry[] = [];
    const seen = new Set<string>();
    for await (const entry of zip.eachEntry()) {
      budget.spend("items", 1);
      budget.spend("listing", entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength);
      const path = entryName(entry, code).replaceAll("\\", "/");
      checkEntry(entry, path, limits, code);
      const key = path.toLowerCase();
      if (seen.has(key)) throw refusal(code, "duplicate-entry", namedIn(path));
      seen.add(key);
      if (path.endsWith("/")) continue;
      const location = locationOf(entry);
      const open = (maxBytes = limits.maxEntryBytes) =>
        openStream(zip, { location, limits, maxBytes, budget, code });
      entries.push({ path, claimedBytes: entry.uncompressedSize, location, open });
    }
    if (await saysTooFew(opened)) throw refusal(code, "damaged");
    if (doOverlap(entries)) throw refusal(code, "overlapping-entries");
    return { entries, budget, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw asRefusal(error, code);
  }
};

/**
 * Opens one entry of a zip whose table of contents was read before. Throws a refusal with `code`.
 */
export const openEntry = async (
  source: FileSource,
  location: EntryLocation,
  limits: ArchiveLimits,
  code: FileErrorCode,
): Promise<Readable> => {
  const { zip } = await openZipFile(source, code);
  try {
    const budget = new Budget(budgetOf(limits), code);
    const stream = await openStream(zip, { location, limits, maxBytes: limits.maxEntryBytes, budget, code });
    stream.once("close", () => zip.close());
    return stream;
  } catch (error) {
    zip.close();
    throw error;
  }
};
