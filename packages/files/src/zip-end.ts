import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { RandomAccessReader } from "yauzl";
import type { FileSource } from "./file-source.ts";

/** Copiers pad to a whole block of their disk, tape or line; none of these is larger. */
const MOST_PADDING = 2 ** 20;

/** Of the record at the end, without its comment (APPNOTE 4.3.16), and of the longest comment. */
const [END_BYTES, MOST_COMMENT] = [22, 0xffff];
const END_HEAD = Buffer.from("PK\x05\x06", "latin1");

const lastNonZero = (bytes: Buffer): number => {
  let at = bytes.length - 1;
  while (at >= 0 && bytes[at] === 0) at -= 1;
  return at;
};

/** Where the archive ends in its last bytes; their length where no end is found among them. */
const endWithin = (tail: Buffer): number => {
  const last = lastNonZero(tail);
  const at = tail.lastIndexOf(END_HEAD, last);
  if (at < 0 || at + END_BYTES > tail.length) return tail.length;
  const end = at + END_BYTES + tail.readUInt16LE(at + END_BYTES - 2);
  return end > last && end <= tail.length ? end : tail.length;
};

/** At most so many of the file's last bytes. */
const readTail = async (file: FileHandle, size: number, most: number): Promise<Buffer> => {
  const length = Math.min(size, most);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.subarray(0, bytesRead);
};

const MOST_TAIL = MOST_PADDING + END_BYTES + MOST_COMMENT;

/**
 * Bytes of the source that are the archive, where a copier has put zeros behind it. Undefined where
 * the whole source is to be read, or no end is found; the archive's reader then says what is wrong.
 */
export const bytesBeforePadding = async (source: FileSource): Promise<number | undefined> => {
  if (typeof source !== "string") {
    const tail = source.subarray(-MOST_TAIL);
    const end = source.length - tail.length + endWithin(tail);
    return end === source.length ? undefined : end;
  }
  await using file = await open(source);
  const { size } = await file.stat();
  // As nearly every archive ends; an entry that is read by itself does not cost a long tail.
  if ((await readTail(file, size, END_BYTES)).indexOf(END_HEAD) === 0) return undefined;
  const tail = await readTail(file, size, MOST_TAIL);
  const end = size - tail.length + endWithin(tail);
  return end === size ? undefined : end;
};

/** Reads a file for a reader of archives that is told where the archive ends. */
export class FileReader extends RandomAccessReader {
  readonly #path: string;
  constructor(path: string) {
    super();
    this.#path = path;
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return createReadStream(this.#path, { start, end: end - 1 });
  }
}
