import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { MultipartFile, MultipartValue } from "@fastify/multipart";
import { CommandRejected, composeForeignText, findUnseenSign, openWorkFolder } from "@sogoc/core";
import type { FastifyRequest } from "fastify";
import { ENVELOPE_BYTES } from "./awaited-bodies.ts";
import type { HttpPorts } from "./http-ports.ts";
import { requireAccessStill } from "./permissions.ts";
import { tooManyMarks } from "./strict-json.ts";

/**
 * A folder of one's own that is gone afterwards, whatever happens, the end of the process included;
 * where that is killed, `sweepWorkFolders` removes it.
 */
export const withTemporaryFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const { path: folder, remove } = await openWorkFolder();
  try {
    return await work(folder);
  } finally {
    await remove();
  }
};

export interface Upload {
  /** The whole upload, on disk until the work is done. */
  readonly file: string;
  /** Last part of the name it came with, NFC. */
  readonly fileName: string;
  /** Of the content: two uploads to one address are told apart by it. */
  readonly sha256: string;
  /** Aborted when the caller has left: nobody hears the answer. */
  readonly senderGone: AbortSignal;
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

/** What may lie in the buffers between the connection and the file. */
const BUFFERED_BYTES = 2 ** 20;

const oneFileExpected = (part: MultipartFile | MultipartValue): CommandRejected => {
  // Whoever still sends it would not hear the answer.
  if (part.type === "file") part.file.resume();
  const name = part.type === "file" ? nameOf(part) : part.fieldname;
  return new CommandRejected("one-file-expected", {}, [
    { pointer: "/file", detail: `Phần bị thừa: ${name} / The part that is too many: ${name}` },
  ]);
};

/**
 * Counts what comes around the file: headers of its part, and whatever lies before and after. Only
 * of the file itself is it said how large it may be.
 */
const watchEnvelope = (request: FastifyRequest) => {
  let received = 0;
  let ofFile = 0;
  const { promise: exceeded, reject } = Promise.withResolvers<never>();
  const refusal = new CommandRejected("headers-too-large");
  // Whoever waits for a part hears of it; while the file is written nobody does.
  exceeded.catch(() => {});
  request.raw.on("data", (chunk: Buffer) => {
    // Nobody has had time to take this chunk apart; within a process a body comes as one.
    if (received - ofFile > ENVELOPE_BYTES + BUFFERED_BYTES) reject(refusal);
    received += chunk.length;
  });
  return {
    exceeded,
    take(bytes: number) {
      ofFile += bytes;
    },
    /** Call when all has come. Throws `headers-too-large`. */
    end() {
      if (received - ofFile > ENVELOPE_BYTES) throw refusal;
    },
  };
};

/** The end of a name that is too long, with no half of a character before it. */
const endOf = (name: string): string => {
  const end = name.slice(-MAX_NAME);
  return end.isWellFormed() ? end : end.slice(1);
};

/**
 * Last part of the name that a file came with, composed. Throws `malformed-body` where there is
 * none, as of a part that says by its type alone that it is a file, and where it is no text or has
 * signs that nobody sees: a name says which case a file shows, so what people read has to be what
 * the program reads, and to clean it would be a guess.
 */
const nameOf = ({ filename }: { readonly filename?: string | undefined }): string => {
  const wrong = (detail: string) => new CommandRejected("malformed-body", {}, [{ pointer: "/file", detail }]);
  if (filename === undefined) throw wrong("Tệp gửi lên không có tên. / The file comes without a name.");
  const name = composeForeignText(basename(filename.replaceAll("\\", "/")));
  if (name === undefined) throw wrong(tooManyMarks);
  const sign = findUnseenSign(name);
  if (sign !== undefined)
    throw wrong(
      `Tên tệp có ký tự không nhìn thấy được (${sign}); hãy đổi tên tệp rồi gửi lại. / The name of the file has a sign that nobody sees (${sign}); rename the file and send it again.`,
    );
  return endOf(name);
};

/**
 * Writes the one file of the request to `file`. Throws `malformed-body`, `body-too-large`,
 * `headers-too-large`, `one-file-expected`, `invalid-request`.
 */
const receive = async (
  request: FastifyRequest,
  { maxBytes, onReceived }: UploadLimits,
  file: string,
): Promise<Omit<Upload, "file" | "senderGone">> => {
  // One more of each than is wanted: what is too many is refused by its name.
  const limits = { fileSize: maxBytes, files: 2, fields: 1, headerSize: ENVELOPE_BYTES };
  const parts = request.parts({ limits });
  const first = parts.next();
  const envelope = watchEnvelope(request);
  const { value: part } = await Promise.race([first, envelope.exceeded]);
  if (!part)
    throw new CommandRejected("invalid-request", {}, [
      { pointer: "/file", detail: "Thiếu tệp. / The file is missing." },
    ]);
  if (part.type !== "file") throw oneFileExpected(part);
  const fileName = nameOf(part);
  const digest = createHash("sha256");
  let bytes = 0;
  await pipeline(
    part.file,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        digest.update(chunk);
        bytes += chunk.length;
        envelope.take(chunk.length);
        await onReceived?.(bytes);
        yield chunk;
      }
    },
    createWriteStream(file),
  );
  if (part.file.truncated) throw new CommandRejected("body-too-large");
  const { value: another } = await Promise.race([parts.next(), envelope.exceeded]);
  if (another) throw oneFileExpected(another);
  envelope.end();
  return { fileName, sha256: digest.digest("hex") };
};

const limitsOf = (limits: number | UploadLimits): UploadLimits =>
  typeof limits === "number" ? { maxBytes: limits } : limits;

/** Throws what `work` does; its signal is aborted when the connection closes before it ends. */
const whileThere = async <T>(
  { raw: { socket } }: FastifyRequest,
  work: (senderGone: AbortSignal) => Promise<T>,
): Promise<T> => {
  const leaving = new AbortController();
  // The same that an upload is which breaks off before its end.
  const leave = () => leaving.abort(new CommandRejected("malformed-body"));
  socket.once("close", leave);
  if (socket.destroyed) leave();
  try {
    return await work(leaving.signal);
  } finally {
    socket.off("close", leave);
  }
};

/**
 * Receives the one file of a multipart request and removes it after `work`. Fields must be in the
 * query, not in parts. Once the file is whole, whoever sent it must still be let in: `work` makes
 * its `commandContext`, which says who and when, and asks again whatever else the route demands.
 * Throws as `requireAccessStill` does, and what is wrong with the body.
 */
export const withUpload = async <T>(
  request: FastifyRequest,
  ports: HttpPorts,
  limits: number | UploadLimits,
  work: (upload: Upload) => Promise<T>,
): Promise<T> => {
  if (!request.isMultipart()) throw new CommandRejected("unsupported-media-type");
  return withTemporaryFolder(async (folder) => {
    const file = join(folder, "upload");
    const received = await receive(request, limitsOf(limits), file).catch((error: unknown) => {
      throw asUploadFault(error);
    });
    await requireAccessStill(request, ports);
    const { fileName, sha256 } = received;
    return whileThere(request, (senderGone) => work({ file, fileName, sha256, senderGone }));
  });
};
