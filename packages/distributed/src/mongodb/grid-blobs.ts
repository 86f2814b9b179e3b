import { createHash } from "node:crypto";
import { type BlobInfo, CommandRejected, checkedBlob, type SweepOptions, type SweptBlobs } from "@sogoc/core";
import { Binary, ObjectId } from "mongodb";
import { isDuplicate, type MongoConnection } from "./client.ts";

const CHUNK_BYTES = 255 * 1024;
const CHUNKS_AT_ONCE = 16;
const DAY_MS = 86_400_000;

interface GridFile {
  readonly _id: ObjectId;
  readonly length: number;
  readonly chunkSize: number;
  /** When it was put last. */
  readonly uploadDate: Date;
  /** The SHA-256 of the bytes; unique. */
  readonly filename: string;
}

interface GridChunk {
  readonly files_id: ObjectId;
  readonly n: number;
  readonly data: Binary;
}

async function* pieces(content: AsyncIterable<Uint8Array> | Uint8Array): AsyncIterable<Buffer> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const part of content instanceof Uint8Array ? [content] : content) {
    waiting.push(part);
    size += part.length;
    if (size < CHUNK_BYTES) continue;
    const whole = Buffer.concat(waiting);
    let from = 0;
    for (; size - from >= CHUNK_BYTES; from += CHUNK_BYTES) yield whole.subarray(from, from + CHUNK_BYTES);
    waiting = [whole.subarray(from)];
    size -= from;
  }
  if (size > 0) yield Buffer.concat(waiting);
}

const openCollections = async ({ db }: MongoConnection) => {
  const files = db.collection<GridFile>("fs.files");
  const chunks = db.collection<GridChunk>("fs.chunks");
  const unfinished = db.collection<{ readonly _id: ObjectId }>("fs.unfinished");
  await files.createIndex({ filename: 1 }, { unique: true });
  await chunks.createIndex({ files_id: 1, n: 1 }, { unique: true });
  const forget = async (id: ObjectId) => {
    await chunks.deleteMany({ files_id: id });
    await unfinished.deleteOne({ _id: id });
  };
  return { files, chunks, unfinished, forget };
};
type GridCollections = Awaited<ReturnType<typeof openCollections>>;

/**
 * Removes what puts left that the end of a process cut off; younger ones may belong to a process
 * that runs.
 */
const removeRemains = async ({ files, unfinished, forget }: GridCollections): Promise<void> => {
  for (const { _id } of await unfinished.find().toArray()) {
    if (Date.now() - _id.getTimestamp().getTime() < DAY_MS) continue;
    if (await files.findOne({ _id })) await unfinished.deleteOne({ _id });
    else await forget(_id);
  }
};

const writeChunks = async (
  { chunks }: GridCollections,
  id: ObjectId,
  content: AsyncIterable<Uint8Array> | Uint8Array,
): Promise<BlobInfo> => {
  const hash = createHash("sha256");
  let size = 0;
  let n = 0;
  let waiting: GridChunk[] = [];
  const flush = async () => {
    if (waiting.length > 0) await chunks.insertMany(waiting);
    waiting = [];
  };
  for await (const piece of pieces(content)) {
    hash.update(piece);
    size += piece.length;
    waiting.push({ files_id: id, n: n++, data: new Binary(piece) });
    if (waiting.length >= CHUNKS_AT_ONCE) await flush();
  }
  await flush();
  return { sha256: hash.digest("hex"), size };
};

/**
 * Makes what was written visible, in one step, or renews the date of the same that is there: a
 * sweep takes that for no old one then. Where a sweep has just removed it, it is made visible after
 * all. Answers whether what was written is the blob now.
 */
const keepOrRenew = async (
  { files }: GridCollections,
  id: ObjectId,
  { sha256, size }: BlobInfo,
): Promise<boolean> => {
  for (;;) {
    const uploadDate = new Date();
    const renewed = await files.updateOne({ filename: sha256 }, { $set: { uploadDate } });
    if (renewed.matchedCount > 0) return false;
    try {
      const file = { _id: id, length: size, chunkSize: CHUNK_BYTES, uploadDate, filename: sha256 };
      await files.insertOne(file);
      return true;
    } catch (error) {
      // Somebody else has put the same between the two.
      if (!isDuplicate(error)) throw error;
    }
  }
};

/**
 * Date and end are looked at in one step. The chunks go after the file; where the end of a process
 * comes between, a later start removes them.
 */
const sweepUnnamed = async (
  { files, unfinished, forget }: GridCollections,
  { putBefore, findUnnamed }: SweepOptions,
): Promise<number> => {
  const old = { uploadDate: { $lt: new Date(putBefore) } };
  const candidates = new Map<string, ObjectId>();
  for await (const { _id, filename } of files.find(old, { projection: { filename: 1 } }))
    candidates.set(filename, _id);
  let removed = 0;
  for (const sha256 of candidates.size > 0 ? await findUnnamed(new Set(candidates.keys())) : []) {
    const _id = candidates.get(sha256);
    if (!_id) continue;
    await unfinished.updateOne({ _id }, { $setOnInsert: { _id } }, { upsert: true });
    const { deletedCount } = await files.deleteOne({ _id, ...old });
    if (deletedCount === 0) {
      await unfinished.deleteOne({ _id });
      continue;
    }
    await forget(_id);
    removed++;
  }
  return removed;
};

/**
 * Blobs in the GridFS layout, so that `mongofiles` reads them. The chunks come first and the file's
 * own document last: with its unique name, the hash, it makes the blob visible in one step and only
 * once.
 */
export const openGridBlobs = async (connection: MongoConnection): Promise<SweptBlobs> => {
  const collections = await openCollections(connection);
  const { files, chunks, unfinished, forget } = collections;
  await removeRemains(collections);
  const findFile = (sha256: string) => files.findOne({ filename: sha256 });

  return {
    async put(content) {
      const id = new ObjectId();
      await unfinished.insertOne({ _id: id });
      try {
        const info = await writeChunks(collections, id, content);
        if (await keepOrRenew(collections, id, info)) await unfinished.deleteOne({ _id: id });
        else await forget(id);
        return info;
      } catch (error) {
        // What cannot be removed now is removed at a later start. The file first: it may be there,
        // unanswered.
        await files
          .deleteOne({ _id: id })
          .then(() => forget(id))
          .catch(() => {});
        throw error;
      }
    },
    async find(sha256) {
      const file = await findFile(sha256);
      return file ? { sha256, size: file.length } : undefined;
    },
    async read(sha256) {
      const file = await findFile(sha256);
      if (!file) throw new CommandRejected("blob-missing");
      const bytes = (async function* () {
        for await (const { data } of chunks.find({ files_id: file._id }).sort({ n: 1 })) yield data.buffer;
      })();
      return checkedBlob(bytes, { sha256, size: file.length });
    },
    async *list() {
      for await (const { filename, length } of files.find({}, { projection: { filename: 1, length: 1 } }))
        yield { sha256: filename, size: length };
    },
    sweep: (options) => sweepUnnamed(collections, options),
    async close() {},
  };
};
