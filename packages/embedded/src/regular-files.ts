import { constants, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** A pipe, a socket, a device, a folder or a link lies where a file should. */
export class NoRegularFile extends Error {
  constructor(file: string) {
    super(`${file}: không phải tệp thường (ống, thiết bị, thư mục hoặc liên kết) / is no regular file`);
    this.name = "NoRegularFile";
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

/**
 * The text of a small file. Throws `NoRegularFile`, also for one that is larger than any of ours.
 */
export const readRegularText = async (
  file: string,
  options: { readonly follow?: boolean | undefined; readonly mostBytes?: number | undefined } = {},
): Promise<string> => {
  const handle = await openRegular(file, options);
  try {
    if ((await handle.stat()).size > (options.mostBytes ?? MOST_BYTES)) throw new NoRegularFile(file);
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
};
