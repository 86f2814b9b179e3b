import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, readdir, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
// What a request is once the service has registered it.
import type {} from "@fastify/multipart";
import { CommandRejected } from "@sogoc/core";
import type { FastifyRequest } from "fastify";

const PREFIX = "sogoc-work-";

/**
 * How often a process says that a folder is still its own, and how long nobody must have said so
 * before it is swept.
 */
const SIGN_OF_LIFE_MS = 60_000;
const ABANDONED_MS = 30 * 60_000;

/**
 * A folder of one's own that is gone afterwards, whatever happens; where the process is killed, by
 * `sweepTemporaryFolders`.
 */
export const withTemporaryFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  const signOfLife = setInterval(() => {
    const now = new Date();
    utimes(folder, now, now).catch(() => {});
  }, SIGN_OF_LIFE_MS).unref();
  try {
    return await work(folder);
  } finally {
    clearInterval(signOfLife);
    await rm(folder, { recursive: true, force: true });
  }
};

/**
 * Removes what uploads left behind whose process was killed. Other processes may work in the same
 * place, in other containers: a folder is nobody's when there was no sign of life for half an hour.
 */
export const sweepTemporaryFolders = async (now = Date.now()): Promise<void> => {
  const place = tmpdir();
  for (const name of await readdir(place).catch(() => [])) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(place, name);
    // One that somebody else has removed by now is gone, and one that cannot be is no reason not to
    // start.
    const known = await stat(folder).catch(() => undefined);
    if (known && now - known.mtimeMs > ABANDONED_MS)
      await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
};

export interface Upload {
  /** The whole upload, on disk until the work is done. */
  readonly file: string;
  /** Last part of the name it came with, NFC. */
  readonly fileName: string;
  /** Of the content: two uploads to one address are told apart by it. */
  readonly sha256: string;
}

export interface UploadLimits {
  readonly maxBytes: number;
  /** Is told how many bytes of the file have come so far; what it throws ends the upload. */
  readonly onReceived?: ((bytes: number) => Promise<void>) | undefined;
}

const MAX_NAME = 200;

/**
 * Whatever goes wrong while a body is taken apart is the body's fault, such as one without a
 * boundary or without its end, unless the machine says that it cannot store it.
 */
const asUploadFault = (error: unknown): unknown => {
  if (error instanceof CommandRejected) return error;
  // A fault of this program: the parser of bodies throws none of these.
  if (error instanceof TypeError || error instanceof ReferenceError) return error;
  const { errno, statusCode } = error as { readonly errno?: unknown; readonly statusCode?: unknown };
  if (typeof errno === "number" || typeof statusCode === "number") return error;
  return new CommandRejected("malformed-body");
};

/**
 * Writes the one file of the request to `file`. Throws `malformed-body`, `body-too-large`,
 * `invalid-request`.
 */
const receive = async (
  request: FastifyRequest,
  { maxBytes, onReceived }: UploadLimits,
  file: string,
): Promise<Omit<Upload, "file">> => {
  const part = await request.file({ limits: { fileSize: maxBytes, files: 1, fields: 0 } });
  if (!part)
    throw new CommandRejected("invalid-request", {}, [
      { pointer: "/file", detail: "Thiếu tệp. / The file is missing." },
    ]);
  const digest = createHash("sha256");
  let bytes = 0;
  await pipeline(
    part.file,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        digest.update(chunk);
        bytes += chunk.length;
        await onReceived?.(bytes);
        yield chunk;
      }
    },
    createWriteStream(file),
  );
  if (part.file.truncated) throw new CommandRejected("body-too-large");
  const fileName = basename(part.filename.replaceAll("\\", "/")).normalize("NFC").slice(-MAX_NAME);
  return { fileName, sha256: digest.digest("hex") };
};

const limitsOf = (limits: number | UploadLimits): UploadLimits =>
  typeof limits === "number" ? { maxBytes: limits } : limits;

/**
 * Receives the one file of a multipart request and removes it after `work`. Fields must be in the
 * query, not in parts.
 */
export const withUpload = async <T>(
  request: FastifyRequest,
  limits: number | UploadLimits,
  work: (upload: Upload) => Promise<T>,
): Promise<T> => {
  if (!request.isMultipart()) throw new CommandRejected("unsupported-media-type");
  return withTemporaryFolder(async (folder) => {
    const file = join(folder, "upload");
    const received = await receive(request, limitsOf(limits), file).catch((error: unknown) => {
      throw asUploadFault(error);
    });
    return work({ file, fileName: received.fileName, sha256: received.sha256 });
  });
};
