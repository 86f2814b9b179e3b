import { createHash } from "node:crypto";
import { CommandRejected } from "./errors.ts";

/** Size in bytes; `sha256` in lower-case hex. */
export interface BlobInfo {
  readonly sha256: string;
  readonly size: number;
}

/**
 * Content-addressed storage. Guarantee: a blob is whole or absent, and putting the same bytes twice
 * stores them once.
 */
export interface Blobs {
  put(content: AsyncIterable<Uint8Array> | Uint8Array): Promise<BlobInfo>;
  /** Undefined when there is no such blob. */
  find(sha256: string): Promise<BlobInfo | undefined>;
  /**
   * Throws `blob-missing` when there is no such blob. Bytes that are not those of the name end in
   * `blob-damaged`: before the first of them where the blob is small, else before the last, so that
   * nobody has a whole file that is not the right one.
   */
  read(sha256: string): Promise<AsyncIterable<Uint8Array>>;
  /** Every blob once, in no particular order, in bounded memory. */
  list(): AsyncIterable<BlobInfo>;
  /**
   * Removes what a put has stored and nobody names: only where that put has made it, and nobody has
   * put the same since. For uploads that are refused. Left out where other processes may put the
   * same meanwhile.
   */
  takeBack?: ((sha256: string) => Promise<void>) | undefined;
  close(): Promise<void>;
}

/** Which of the blobs may go. */
export interface SweepOptions {
  /** Milliseconds since 1970: what was last put at that moment or later stays. */
  readonly putBefore: number;
  /** Of these, all that were put before then, answers those that nobody names. */
  readonly findUnnamed: (candidates: ReadonlySet<string>) => Promise<ReadonlySet<string>>;
}

/** Blobs that can be cleared of what nobody names. */
export interface SweptBlobs extends Blobs {
  /**
   * Removes the blobs that are old and unnamed, and answers how many. One that is put meanwhile
   * stays: a put renews a blob's date, and its date and its end are looked at in one step.
   */
  sweep(options: SweepOptions): Promise<number>;
}

/** Blobs of up to so many bytes are checked before the first byte is given away. */
const CHECKED_FIRST = 2 ** 20;

const damaged = (sha256: string, onDamaged: (sha256: string) => void): CommandRejected => {
  onDamaged(sha256);
  return new CommandRejected("blob-damaged");
};

async function* checkedAtTheEnd(
  chunks: AsyncIterable<Uint8Array>,
  sha256: string,
  onDamaged: (sha256: string) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  let held: Uint8Array | undefined;
  for await (const chunk of chunks) {
    hash.update(chunk);
    if (held) yield held;
    held = chunk;
  }
  if (hash.digest("hex") !== sha256) throw damaged(sha256, onDamaged);
  if (held) yield held;
}

/** For adapters: the bytes of a blob, held against its name as `Blobs.read` promises. */
export const checkedBlob = async (
  chunks: AsyncIterable<Uint8Array>,
  { sha256, size }: BlobInfo,
  onDamaged: (sha256: string) => void = () => {},
): Promise<AsyncIterable<Uint8Array>> => {
  if (size > CHECKED_FIRST) return checkedAtTheEnd(chunks, sha256, onDamaged);
  const whole: Uint8Array[] = [];
  for await (const chunk of checkedAtTheEnd(chunks, sha256, onDamaged)) whole.push(chunk);
  return (async function* () {
    yield* whole;
  })();
};
