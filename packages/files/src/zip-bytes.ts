import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import * as yauzl from "yauzl";
import type { FileSource } from "./file-source.ts";

/** The bytes of a zip; a file is opened once for all that is read of it. */
export interface ZipBytes {
  readonly size: number;
  /** At most so many bytes from an offset on: fewer at the end, none beyond it. */
  readonly readAt: (offset: number, length: number) => Promise<Buffer>;
  /** Opens the first `end` bytes as an archive. Closing the archive closes the file. */
  readonly openZip: (end: number) => Promise<yauzl.ZipFile>;
  /** For where no archive was opened. */
  readonly close: () => Promise<void>;
}

const OPTIONS: yauzl.Options = {
  autoClose: false,
  lazyEntries: true,
  decodeStrings: false,
  validateEntrySizes: false,
};

const CHUNK = 64 * 1024;

const readFrom = async (file: FileHandle, offset: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
};

async function* readRange(file: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; ) {
    const chunk = await readFrom(file, at, Math.min(CHUNK, end - at));
    if (chunk.length === 0) return;
    yield chunk;
    at += chunk.length;
  }
}

/** Reads an open file; a stream that is destroyed leaves it open for the others. */
class OpenFileReader extends yauzl.RandomAccessReader {
  readonly #file: FileHandle;
  constructor(file: FileHandle) {
    super();
    this.#file = file;
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(readRange(this.#file, start, end), { objectMode: false });
  }
  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#file
      .read(buffer, offset, length, position)
      .then(
        ({ bytesRead }) => callback(bytesRead < length ? new Error("the file ends before") : null),
        callback,
      );
  }
  override close(callback: (error: Error | null) => void): void {
    this.#file.close().then(() => callback(null), callback);
  }
}

const bytesOfBuffer = (buffer: Buffer): ZipBytes => ({
  size: buffer.length,
  readAt: async (offset, length) => buffer.subarray(offset, offset + length),
  openZip: (end) => yauzl.fromBufferPromise(buffer.subarray(0, end), OPTIONS),
  close: async () => {},
});

/** Opens the bytes of a zip. */
export const openZipBytes = async (source: FileSource): Promise<ZipBytes> => {
  if (typeof source !== "string") return bytesOfBuffer(source);
  const file = await open(source);
  try {
    const { size } = await file.stat();
    return {
      size,
      readAt: (offset, length) => readFrom(file, offset, length),
      openZip: (end) => yauzl.fromRandomAccessReaderPromise(new OpenFileReader(file), end, OPTIONS),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
};
