import { open } from "node:fs/promises";
import { pipeline, type Readable, Transform, type TransformCallback } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import { CommandRejected } from "@sogoc/core";
import * as yauzl from "yauzl";
import { type FileErrorCode, refusal } from "./refusal.ts";

/** Sizes in bytes, counted while inflating; the sizes that the archive claims are only used to refuse earlier. */
export interface ArchiveLimits {
  readonly maxEntries: number;
  readonly maxEntryBytes: number;
  readonly maxTotalBytes: number;
  /** unpacked : packed, looked at once an entry has passed `ratioFrom` bytes */
  readonly maxRatio: number;
  readonly ratioFrom: number;
}

/** One file of an archive; `path` is NFC, with forward slashes, and stays inside the archive. */
export interface ArchiveEntry {
  readonly path: string;
  /** as the archive claims; not to be trusted */
  readonly claimedBytes: number;
  open(): Promise<Readable>;
}

export interface Archive {
  readonly entries: readonly ArchiveEntry[];
  close(): void;
}

export type FileSource = string | Buffer;

const utf8 = new TextDecoder("utf-8", { fatal: true });

function decodeName(raw: Buffer): string {
  try {
    return utf8.decode(raw).normalize("NFC");
  } catch {
    return raw.toString("latin1");
  }
}

/** Absolute paths, drive letters, parent steps and control characters have no place in an archive. */
function isUnsafePath(path: string): boolean {
  if (path === "" || path.startsWith("/") || /^[A-Za-z]:/u.test(path) || /\p{Cc}/u.test(path)) return true;
  return path.split("/").some((part) => part === "..");
}

function isSymbolicLink(entry: yauzl.Entry): boolean {
  return ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}

/** Counts what really comes out of the inflater and stops at the first byte too many. */
class Guard extends Transform {
  #bytes = 0;
  #crc = 0;
  readonly #entry: yauzl.Entry;
  readonly #spend: (bytesSoFar: number) => void;
  readonly #limits: ArchiveLimits;
  readonly #code: FileErrorCode;
  constructor(
    entry: yauzl.Entry,
    limits: ArchiveLimits,
    code: FileErrorCode,
    spend: (bytesSoFar: number) => void,
  ) {
    super();
    this.#entry = entry;
    this.#limits = limits;
    this.#code = code;
    this.#spend = spend;
  }
  #check(chunk: Buffer): void {
    const { maxEntryBytes, maxRatio, ratioFrom } = this.#limits;
    this.#bytes += chunk.length;
    this.#crc = crc32(chunk, this.#crc);
    this.#spend(this.#bytes);
    if (this.#bytes > maxEntryBytes) throw refusal(this.#code, "entry-too-large", maxEntryBytes);
    if (this.#bytes > ratioFrom && this.#bytes > maxRatio * this.#entry.compressedSize) {
      throw refusal(this.#code, "compression-ratio");
    }
    if (this.#bytes > this.#entry.uncompressedSize) throw refusal(this.#code, "damaged");
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
    const whole = this.#bytes === this.#entry.uncompressedSize && this.#crc === this.#entry.crc32;
    done(whole ? null : refusal(this.#code, "damaged"));
  }
}

function asRefusal(error: unknown, code: FileErrorCode): CommandRejected {
  return error instanceof CommandRejected ? error : refusal(code, "damaged");
}

async function startsLikeZip(source: FileSource): Promise<boolean> {
  const isSignature = (head: Buffer) =>
    head.readUInt32LE(0) === 0x04034b50 || head.readUInt32LE(0) === 0x06054b50;
  if (typeof source !== "string") return source.length >= 4 && isSignature(source);
  await using file = await open(source);
  const { bytesRead, buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
  return bytesRead === 4 && isSignature(buffer);
}

async function openYauzl(source: FileSource): Promise<yauzl.ZipFile> {
  const options = { autoClose: false, lazyEntries: true, decodeStrings: false, validateEntrySizes: false };
  return typeof source === "string"
    ? yauzl.openPromise(source, options)
    : yauzl.fromBufferPromise(source, options);
}

/**
 * Opens a zip and reads its table of contents. Nothing is unpacked before an entry is opened.
 * @throws CommandRejected with `code` for anything that is not a plain, safe zip
 */
export async function openArchive(
  source: FileSource,
  limits: ArchiveLimits,
  code: FileErrorCode,
): Promise<Archive> {
  if (!(await startsLikeZip(source))) throw refusal(code, "not-a-zip");
  let zip: yauzl.ZipFile;
  try {
    zip = await openYauzl(source);
  } catch {
    throw refusal(code, "damaged");
  }
  zip.on("error", () => {});
  let total = 0;
  /** An entry that is read again counts once. */
  const spender = () => {
    let spent = 0;
    return (bytesSoFar: number) => {
      if (bytesSoFar <= spent) return;
      total += bytesSoFar - spent;
      spent = bytesSoFar;
      if (total > limits.maxTotalBytes) throw refusal(code, "archive-too-large", limits.maxTotalBytes);
    };
  };
  const openEntry = async (entry: yauzl.Entry, spend: (bytesSoFar: number) => void): Promise<Readable> => {
    const guard = new Guard(entry, limits, code, spend);
    let packed: Readable;
    try {
      packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
    } catch (error) {
      throw asRefusal(error, code);
    }
    const stages =
      entry.compressionMethod === 0
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
  try {
    if (zip.entryCount > limits.maxEntries) throw refusal(code, "too-many-entries", limits.maxEntries);
    const entries: ArchiveEntry[] = [];
    const seen = new Set<string>();
    for await (const entry of zip.eachEntry()) {
      const path = decodeName(entry.fileNameRaw).replaceAll("\\", "/");
      if (isUnsafePath(path) || isSymbolicLink(entry)) throw refusal(code, "unsafe-path");
      if (entry.isEncrypted()) throw refusal(code, "encrypted");
      if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
        throw refusal(code, "unsupported-compression");
      }
      if (entry.uncompressedSize > limits.maxEntryBytes) {
        throw refusal(code, "entry-too-large", limits.maxEntryBytes);
      }
      const key = path.toLowerCase();
      if (seen.has(key)) throw refusal(code, "duplicate-entry");
      seen.add(key);
      if (path.endsWith("/")) continue;
      const spend = spender();
      entries.push({ path, claimedBytes: entry.uncompressedSize, open: () => openEntry(entry, spend) });
    }
    return { entries, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw asRefusal(error, code);
  }
}

/** The whole of a stream; only for entries that are known to be small, or limited. */
export async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
