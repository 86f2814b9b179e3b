import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
// What a request is once the service has registered it.
import type {} from "@fastify/multipart";
import { CommandRejected } from "@sogoc/core";
import type { FastifyRequest } from "fastify";

/** A folder of one's own that is gone afterwards, whatever happens. */
export const withTemporaryFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), "sogoc-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
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

const MAX_NAME = 200;

/** Receives the one file of a multipart request and removes it after `work`. Fields must be in the query, not in parts. */
export const withUpload = async <T>(
  request: FastifyRequest,
  maxBytes: number,
  work: (upload: Upload) => Promise<T>,
): Promise<T> => {
  if (!request.isMultipart()) throw new CommandRejected("unsupported-media-type");
  return withTemporaryFolder(async (folder) => {
    const part = await request.file({ limits: { fileSize: maxBytes, files: 1, fields: 0 } });
    if (!part)
      throw new CommandRejected("invalid-request", {}, [
        { pointer: "/file", detail: "Thiếu tệp. / The file is missing." },
      ]);
    const file = join(folder, "upload");
    const digest = createHash("sha256");
    await pipeline(
      part.file,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          digest.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(file),
    );
    if (part.file.truncated) throw new CommandRejected("body-too-large");
    const fileName = basename(part.filename.replaceAll("\\", "/")).normalize("NFC").slice(-MAX_NAME);
    return work({ file, fileName, sha256: digest.digest("hex") });
  });
};
