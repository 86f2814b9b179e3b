import type { Budget } from "./budget.ts";
import { CellText, decodeEscapes } from "./cell-text.ts";
import { refusal } from "./refusal.ts";
import { scanXml } from "./xml-scanner.ts";

const chunkBytes = 1 << 20;
const cacheSlots = 1 << 14;

/**
 * The string table of a workbook, kept as UTF-8 outside the heap: two million strings take little more than their
 * own bytes. Strings are made when they are asked for; the ones asked for again and again are remembered.
 */
export class SharedStrings {
  #chunks: Buffer[] = [];
  #used = chunkBytes;
  #bytes = 0;
  #count = 0;
  #chunkOf = new Uint32Array(1024);
  #start = new Uint32Array(1024);
  #length = new Uint32Array(1024);
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
    this.#bytes += length + 12;
    if (this.#bytes > this.#maxBytes) throw refusal("workbook-refused", "archive-too-large", this.#maxBytes);
    if (this.#used + length > (this.#chunks.at(-1)?.length ?? 0)) {
      this.#chunks.push(Buffer.allocUnsafeSlow(Math.max(chunkBytes, length)));
      this.#used = 0;
    }
    if (this.#count === this.#start.length) this.#grow();
    this.#chunkOf[this.#count] = this.#chunks.length - 1;
    this.#start[this.#count] = this.#used;
    this.#length[this.#count] = length;
    this.#chunks.at(-1)?.write(text, this.#used);
    this.#used += length;
    this.#count += 1;
  }

  /** Undefined for an index that the table does not have. */
  find(index: number): string | undefined {
    const slot = index & (cacheSlots - 1);
    if (this.#cachedAt[slot] === index) return this.#cached[slot];
    if (index >= this.#count || index < 0) return undefined;
    const start = this.#start[index] ?? 0;
    const text = this.#chunks[this.#chunkOf[index] ?? 0]?.toString(
      "utf8",
      start,
      start + (this.#length[index] ?? 0),
    );
    this.#cachedAt[slot] = index;
    this.#cached[slot] = text ?? "";
    return text;
  }

  #grow(): void {
    const larger = (from: Uint32Array) => {
      const to = new Uint32Array(from.length * 2);
      to.set(from);
      return to;
    };
    this.#chunkOf = larger(this.#chunkOf);
    this.#start = larger(this.#start);
    this.#length = larger(this.#length);
  }
}

/** Rich text is joined, phonetic hints are left out. */
export async function readSharedStrings(
  stream: AsyncIterable<Buffer>,
  { maxSharedStringBytes, maxCellLength }: { maxSharedStringBytes: number; maxCellLength: number },
  budget: Budget,
): Promise<SharedStrings> {
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
      if (name === "si") strings.add(decodeEscapes(text.take()));
      else if (name === "t") inText = false;
      else if (name === "rPh") phonetic = false;
    },
    text(part: string) {
      if (inText) text.add(part);
    },
  };
  await scanXml(stream, handler, budget);
  return strings;
}
