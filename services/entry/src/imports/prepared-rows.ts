import { promisify } from "node:util";
import { deflateRaw, inflateRawSync } from "node:zlib";
import type { ImportRow } from "./import-row.ts";
import type { JudgedRow } from "./judged-row.ts";

const deflate = promisify(deflateRaw);

/** All imports together; a row comes to about 250 bytes. */
const MAX_BYTES = 128 * 2 ** 20;

/**
 * Keeps the rows of a preparation, so that the confirmed import does not read its workbook again.
 */
export interface PreparedRows {
  /** Takes the rows of one import; `finish` keeps them, unless they are too many. */
  collect(importId: string): {
    /**
     * Resolves once earlier rows are packed, since rows that wait for it take as much memory as
     * when they were read.
     */
    add(rows: readonly JudgedRow[]): Promise<void>;
    finish(): Promise<void>;
  };
  /**
   * Gives the chunks and forgets them; undefined after a restart, where they were too many, or
   * where other imports took the room.
   */
  take(importId: string): Iterable<readonly ImportRow[]> | undefined;
  drop(importId: string): void;
}

/**
 * The row without everything that is judged anew; the texts of its cells are needed only for the
 * error report.
 */
const unjudged = ({
  status: _,
  problems: _problems,
  target: _target,
  answers: _answers,
  bookId: _bookId,
  batchId: _batchId,
  ...row
}: JudgedRow): ImportRow => ({
  ...row,
  texts: [],
});

const pack = (rows: readonly JudgedRow[]): Promise<Buffer> =>
  deflate(JSON.stringify(rows.map(unjudged)), { level: 1 });

function* unpack(chunks: readonly Buffer[]): Iterable<readonly ImportRow[]> {
  // Packed a few lines above.
  for (const chunk of chunks) yield JSON.parse(inflateRawSync(chunk).toString()) as readonly ImportRow[];
}

/** Keeps them in memory, packed by other threads; the oldest import makes room for the newest. */
export const createPreparedRows = (maxBytes = MAX_BYTES): PreparedRows => {
  const kept = new Map<string, readonly Buffer[]>();
  const sizeOf = (chunks: readonly Buffer[]) => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const total = () => [...kept.values()].reduce((sum, chunks) => sum + sizeOf(chunks), 0);

  return {
    collect(importId) {
      const chunks: Buffer[] = [];
      let bytes = 0;
      let packing: Promise<void> = Promise.resolve();
      const packNow = async (rows: readonly JudgedRow[]) => {
        const chunk = await pack(rows);
        chunks.push(chunk);
        bytes += chunk.length;
      };
      return {
        async add(rows) {
          await packing;
          if (bytes > maxBytes) return;
          packing = packNow(rows);
          // Whoever adds or finishes next is told.
          packing.catch(() => {});
        },
        async finish() {
          await packing;
          if (bytes > maxBytes) return;
          kept.set(importId, chunks);
          for (const oldest of kept.keys()) {
            if (total() <= maxBytes) break;
            kept.delete(oldest);
          }
        },
      };
    },
    take(importId) {
      const chunks = kept.get(importId);
      kept.delete(importId);
      return chunks && unpack(chunks);
    },
    drop: (importId) => void kept.delete(importId),
  };
};
