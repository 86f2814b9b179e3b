import { constants, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** A pipe, a socket, a device, a folder or a link lies where a file should. */
export class NoRegularFile extends Error {
  constructor(file: string) {
    super(`${file}: không phải tệp thường (ống, thiết bị, thư mục hoặc liên kết) / is no regular file`);
    this.name = "NoRegularFile";
  }
}

/** What lies there is a file, and larger than any of its kind. */
class FileTooLarge extends NoRegularFile {
  constructor(file: string, size: number, most: number) {
    super(file);
    this.message = `${file}: quá lớn, ${size} byte (nhiều nhất ${most}); có phải tệp này không? / is too large: ${size} bytes, ${most} at the most; is this the file that is meant?`;
  }
}

/**
 * Throws `NoRegularFile` where something else lies there, before SQLite opens it: of a pipe that
 * would never end. What a link leads to is looked at; nothing may lie there.
 */
export const requireRegular = (file: string): void => {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) throw new NoRegularFile(file);
};

const LINKS = new Set<unknown>(["ELOOP", "EMLINK"]);

/**
 * Opens a file for reading. Whoever may write to a place of backups may put anything there: opening
 * a pipe would wait for ever, and a link would lead elsewhere. Throws `NoRegularFile`, and what the
 * system says.
 */
export const openRegular = async (
  file: string,
  { follow = false }: { readonly follow?: boolean | undefined } = {},
): Promise<FileHandle> => {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (follow ? 0 : constants.O_NOFOLLOW);
  const handle = await open(file, flags).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && (LINKS.has(error.code) || error.code === "ENXIO"))
      throw new NoRegularFile(file);
    throw error;
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new NoRegularFile(file);
};

/** The bytes of a regular file, in pieces. */
export const readRegular = async function* (
  file: string,
  options: { readonly follow?: boolean | undefined } = {},
): AsyncGenerator<Buffer> {
  const handle = await openRegular(file, options);
  try {
    for await (const chunk of handle.createReadStream({ autoClose: false })) yield chunk as Buffer;
  } finally {
    await handle.close();
  }
};

/** A manifest names no file that a backup has not, and a key file holds one line. */
const MOST_BYTES = 64 * 2 ** 20;

interface SmallFile {
  readonly follow?: boolean | undefined;
  readonly mostBytes?: number | undefined;
}

/**
 * The bytes of a small file. Throws `NoRegularFile`, also for one that is larger than any of ours.
 */
export const readRegularBytes = async (
  file: string,
  { follow, mostBytes = MOST_BYTES }: SmallFile = {},
): Promise<Buffer> => {
  const handle = await openRegular(file, { follow });
  try {
    const { size } = await handle.stat();
    if (size > mostBytes) throw new FileTooLarge(file, size, mostBytes);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
};

/** The same, as text. */
export const readRegularText = async (file: string, options: SmallFile = {}): Promise<string> =>
  (await readRegularBytes(file, options)).toString("utf8");
