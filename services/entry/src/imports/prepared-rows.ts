import { promisify } from "node:util";
import { deflateRaw, inflateRawSync } from "node:zlib";
import type { ImportRow } from "./import-row.ts";
import type { JudgedRow } from "./judged-row.ts";

const deflate = promisify(deflateRaw);

/**
 * All imports together, also while they are collected: a row comes to about 250 bytes, one that
 * says as much as it may to tens of thousands.
 */
const MAX_BYTES = 64 * 2 ** 20;

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

const pack = async (rows: readonly JudgedRow[]): Promise<Uint8Array> =>
  // Copied, since a short result lies in a buffer of 64 KiB.
  new Uint8Array(await deflate(JSON.stringify(rows.map(unjudged)), { level: 1 }));

function* unpack(chunks: readonly Uint8Array[]): Iterable<readonly ImportRow[]> {
  // `pack` wrote it, so it is of this shape.
  for (const chunk of chunks) yield JSON.parse(inflateRawSync(chunk).toString()) as readonly ImportRow[];
}

interface Packed {
  readonly chunks: Uint8Array[];
  bytes: number;
  isWhole: boolean;
}

/** Keeps them in memory, packed by other threads; the oldest import makes room for the newest. */
export const createPreparedRows = (maxBytes = MAX_BYTES): PreparedRows => {
  // A preparation that fails leaves what it collected, until others need the room.
  const kept = new Map<string, Packed>();
  const makeRoom = () => {
    let total = [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [oldest, { bytes }] of kept) {
      if (total <= maxBytes) return;
      kept.delete(oldest);
      total -= bytes;
    }
  };

  return {
    collect(importId) {
      const packed: Packed = { chunks: [], bytes: 0, isWhole: false };
      kept.delete(importId);
      kept.set(importId, packed);
      const hasRoom = () => kept.get(importId) === packed;
      let packing: Promise<void> = Promise.resolve();
      const packNow = async (rows: readonly JudgedRow[]) => {
        const chunk = await pack(rows);
        if (!hasRoom()) return;
        packed.chunks.push(chunk);
        packed.bytes += chunk.length;
        makeRoom();
      };
      return {
        async add(rows) {
          await packing;
          if (!hasRoom()) return;
          packing = packNow(rows);
          // Whoever adds or finishes next is told.
          packing.catch(() => {});
        },
        async finish() {
          await packing;
          packed.isWhole = true;
        },
      };
    },
    take(importId) {
      const packed = kept.get(importId);
      kept.delete(importId);
      return packed?.isWhole ? unpack(packed.chunks) : undefined;
    },
    drop: (importId) => void kept.delete(importId),
  };
};
