import { createHash, randomUUID } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, open, rename, rm, unlink } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { syncFolder } from "../database.ts";
import { giveMadeFolders, giveToFolderOwner } from "../folder-owner.ts";
import { PRIVATE_FILE, PRIVATE_FOLDER } from "../private-files.ts";
import { readRegular } from "../regular-files.ts";
import { findWriteFault } from "../write-fault.ts";

export const PART = ".part";

const syncFile = async (file: string): Promise<void> => {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Folders on some mounted file systems cannot be synced; their entries are written with the files
 * there.
 */
export const syncEntries = (folder: string): void => {
  try {
    syncFolder(folder);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && (error.code === "EINVAL" || error.code === "EPERM")))
      throw error;
  }
};

/**
 * Node says of every folder that cannot be made on a disk which takes nothing that it is not there:
 * the same error, or what a disk above it says itself.
 */
const reasonOf = (thrown: unknown, folder: string): unknown => {
  if (!(thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT")) return thrown;
  let above = resolve(folder);
  while (!existsSync(above) && dirname(above) !== above) above = dirname(above);
  const error = findWriteFault(above, { name: `sogoc-${randomUUID()}` });
  return error ? Object.assign(error, { path: folder }) : thrown;
};

/**
 * Makes a folder and those above it that are missing, for their owner alone, so that they survive a
 * power cut. Answers the folders whose entries were written for that.
 */
export const makeFolderDurably = async (folder: string): Promise<readonly string[]> => {
  const first = await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER }).catch((error: unknown) => {
    throw reasonOf(error, folder);
  });
  giveMadeFolders(first, folder);
  const synced: string[] = [];
  for (let made = resolve(folder); first !== undefined; made = dirname(made)) {
    synced.push(dirname(made));
    syncEntries(dirname(made));
    if (made === resolve(first)) break;
  }
  return synced;
};

/** The file that is to be copied cannot be read to its end. */
export class ReadFailed extends Error {
  constructor(file: string, cause: unknown) {
    super(`${file}: ${cause instanceof Error ? cause.message : "unknown"}`, { cause });
    this.name = "ReadFailed";
  }
}

/** Throws `ReadFailed`. What stops whoever takes the bytes is not thrown here. */
const bytesOf = async function* (file: string, follow: boolean): AsyncGenerator<Buffer> {
  try {
    yield* readRegular(file, { follow });
  } catch (error) {
    throw new ReadFailed(file, error);
  }
};

const measured = () => {
  const hash = createHash("sha256");
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      size += chunk.length;
      next(null, chunk);
    },
  });
  return { stream, result: () => ({ sha256: hash.digest("hex"), size }) };
};

export interface Measured {
  readonly sha256: string;
  readonly size: number;
}

/** A stream that cannot write does not say where. */
const withPath = (error: unknown, path: string): unknown =>
  error instanceof Error && "code" in error && !("path" in error) ? Object.assign(error, { path }) : error;

/**
 * Which of two ends of one stream failed by itself: the other one only says that it was ended
 * early.
 */
const firstCause = (failures: readonly unknown[]): unknown =>
  failures.find((error) => error instanceof ReadFailed) ??
  failures.find(
    (error) => !(error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE"),
  ) ??
  failures[0];

/** What a write that was cut off has left, or a pipe, which would be waited for without end. */
const removeLeft = (temporary: string): Promise<void> => unlink(temporary).catch(() => {});

/**
 * Copies a file, changed on the way, to one of another name, which `nameOf` is asked for once all
 * bytes are there; undefined keeps nothing. The copy appears in one step and durably. `before` are
 * the bytes as they come, `after` as they are written. Throws `ReadFailed` where the file cannot be
 * read, and anything else where the copy cannot be written or changed.
 */
export const writeWhole = async (options: {
  readonly from: string;
  /** Whether `from` may be a link to a file. */
  readonly follow?: boolean | undefined;
  readonly change: (bytes: Readable) => Promise<Readable>;
  /** Without its ending `.part`. */
  readonly temporary: string;
  readonly nameOf: (measured: { readonly before: Measured; readonly after: Measured }) => string | undefined;
}): Promise<{ readonly before: Measured; readonly after: Measured }> => {
  const temporary = `${options.temporary}${PART}`;
  const before = measured();
  const after = measured();
  const write = async () => {
    try {
      const changed = await options.change(before.stream);
      await pipeline(
        changed,
        after.stream,
        createWriteStream(temporary, { mode: PRIVATE_FILE, flags: "wx" }),
      );
    } catch (error) {
      before.stream.destroy();
      throw withPath(error, temporary);
    }
  };
  try {
    await makeFolderDurably(dirname(temporary));
    await removeLeft(temporary);
    const ends = await Promise.allSettled([
      pipeline(bytesOf(options.from, options.follow ?? false), before.stream),
      write(),
    ]);
    const failures = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
    if (failures.length > 0) throw firstCause(failures);
    const figures = { before: before.result(), after: after.result() };
    const target = options.nameOf(figures);
    if (target === undefined) await rm(temporary);
    else {
      await syncFile(temporary);
      giveToFolderOwner(temporary);
      await rename(temporary, target);
      syncEntries(dirname(target));
    }
    return figures;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
};

/**
 * Writes a small file that is there whole or not at all. What cannot be replaced, such as a folder,
 * is named itself and not what was to replace it.
 */
export const writeTextWhole = async (
  file: string,
  text: string,
  beforeInForce: () => Promise<void> = async () => {},
): Promise<void> => {
  const temporary = `${file}${PART}`;
  await removeLeft(temporary);
  // What lies there and could not be removed is nobody's to write over.
  const opened = await open(temporary, "wx", PRIVATE_FILE);
  try {
    await opened.writeFile(text).finally(() => opened.close());
    await syncFile(temporary);
    giveToFolderOwner(temporary);
    await beforeInForce();
    await rename(temporary, file).catch((error: unknown) => {
      throw error instanceof Error ? Object.assign(error, { path: file }) : error;
    });
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  syncEntries(dirname(file));
};
