import type { Budget } from "./budget.ts";
import { CellText, decodeEscapes } from "./cell-text.ts";
import { boundedText } from "./foreign-text.ts";
import { refusal } from "./refusal.ts";
import { scanXml } from "./xml-scanner.ts";

/**
 * Bytes of a chunk of text, a power of two: a place tells its chunk. No string is longer than a
 * chunk.
 */
const chunkBits = 20;
const chunkBytes = 1 << chunkBits;
/** Strings of a block of the index. */
const blockBits = 14;
const blockLength = 1 << blockBits;
const cacheSlots = 1 << 14;
/** Of the index, for each string. */
const indexBytes = 8;

/**
 * The string table of a workbook, kept as UTF-8 outside the heap: two million strings take little
 * more than their own bytes. Chunks and blocks are added and never copied. Strings are made when
 * they are asked for; the ones asked for again and again are remembered.
 */
export class SharedStrings {
  readonly #chunks: Buffer[] = [];
  readonly #blocks: Uint32Array[] = [];
  #used = chunkBytes;
  #bytes = 0;
  #count = 0;
  readonly #cachedAt = new Int32Array(cacheSlots).fill(-1);
  readonly #cached: string[] = new Array<string>(cacheSlots).fill("");
  readonly #maxBytes: number;
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get count(): number {
    return this.#count;
  }

  add(text: string): void {
    const length = Buffer.byteLength(text);
    this.#bytes += length + indexBytes;
    if (this.#bytes > this.#maxBytes) throw refusal("workbook-refused", "archive-too-large", this.#maxBytes);
    if (length > chunkBytes) throw refusal("workbook-refused", "cell-too-long", chunkBytes);
    if (this.#chunks.length === 0 || this.#used + length > chunkBytes) {
      this.#chunks.push(Buffer.allocUnsafeSlow(chunkBytes));
      this.#used = 0;
    }
    const at = this.#count & (blockLength - 1);
    if (at === 0) this.#blocks.push(new Uint32Array(blockLength * 2));
    const block = this.#blocks.at(-1);
    const chunk = this.#chunks.at(-1);
    if (block === undefined || chunk === undefined) throw new Error("no room was made");
    block[at * 2] = (this.#chunks.length - 1) * chunkBytes + this.#used;
    block[at * 2 + 1] = length;
    chunk.write(text, this.#used);
    this.#used += length;
    this.#count += 1;
  }

  /** Undefined for an index that the table does not have. */
  find(index: number): string | undefined {
    // First of all: places of the cache that nothing stands in yet have an index that is none.
    if (!Number.isInteger(index) || index >= this.#count || index < 0) return undefined;
    const slot = index & (cacheSlots - 1);
    if (this.#cachedAt[slot] === index) return this.#cached[slot];
    const block = this.#blocks[index >>> blockBits];
    const at = (index & (blockLength - 1)) * 2;
    const place = block?.[at] ?? 0;
    const start = place & (chunkBytes - 1);
    const text = this.#chunks[place >>> chunkBits]?.toString("utf8", start, start + (block?.[at + 1] ?? 0));
    this.#cachedAt[slot] = index;
    this.#cached[slot] = text ?? "";
    return text;
  }
}

/** Rich text is joined, phonetic hints are left out. */
export const readSharedStrings = async (
  stream: AsyncIterable<Buffer>,
  { maxSharedStringBytes, maxCellLength }: { maxSharedStringBytes: number; maxCellLength: number },
  budget: Budget,
): Promise<SharedStrings> => {
  const strings = new SharedStrings(maxSharedStringBytes);
  const text = new CellText(maxCellLength);
  let inText = false;
  let phonetic = false;
  const handler = {
    open(name: string) {
      if (name === "si") text.clear();
      else if (name === "t") inText = !phonetic;
      else if (name === "rPh") phonetic = true;
    },
    close(name: string) {
      if (name === "si") strings.add(boundedText(decodeEscapes(text.take()), "workbook-refused"));
      else if (name === "t") inText = false;
      else if (name === "rPh") phonetic = false;
    },
    text(part: string) {
      if (inText) text.add(part);
    },
  };
  await scanXml(stream, handler, budget);
  return strings;
};
