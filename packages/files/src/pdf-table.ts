import { PdfLexer, token } from "./pdf-lexer.ts";
import { objectCost, type PdfObjects, type PdfPlace } from "./pdf-objects.ts";
import {
  asArray,
  asCount,
  asDictionary,
  asReference,
  type PdfDictionary,
  type PdfValue,
  readValue,
} from "./pdf-values.ts";

/** The table of a file is wrong; readers then look for the objects themselves. */
export class BrokenTable extends Error {}

/** Where a stream object of the table is named by its number. */
type Entry = { readonly at: number } | { readonly container: number; readonly index: number } | "free";

/**
 * Object numbers and where they are, newest version first, as the trailers say; and the catalog of
 * the newest.
 */
export class PdfTable {
  readonly #objects: PdfObjects;
  readonly #entries = new Map<number, Entry>();
  readonly #sections = new Set<number>();
  root: number | undefined;
  /** Bytes before `%PDF-`, which some writers do not count. */
  readonly #shift: number;
  constructor(objects: PdfObjects, shift: number) {
    this.#objects = objects;
    this.#shift = shift;
  }

  /** Reads the sections from the newest to the oldest. Throws `BrokenTable`. */
  read(startOffset: number): void {
    let offset: number | undefined = startOffset;
    while (offset !== undefined) {
      if (this.#sections.has(offset)) return;
      this.#sections.add(offset);
      const trailer: PdfDictionary = this.#readSection(offset + this.#shift);
      this.root ??= asReference(trailer.get("Root"));
      const hybrid = asCount(trailer.get("XRefStm"));
      if (hybrid !== undefined && !this.#sections.has(hybrid)) {
        this.#sections.add(hybrid);
        this.#readSection(hybrid + this.#shift);
      }
      offset = asCount(trailer.get("Prev"));
    }
  }

  /** Undefined for an object that is free or that the file does not have. Throws `BrokenTable`. */
  find(number: number): PdfPlace | undefined {
    const entry = this.#entries.get(number);
    if (entry === undefined || entry === "free") return undefined;
    if ("at" in entry) return { at: this.#openObject(entry.at, number) };
    const container = this.#entries.get(entry.container);
    if (container === undefined || container === "free" || !("at" in container)) throw new BrokenTable();
    return { stream: this.#openObject(container.at, entry.container), index: entry.index };
  }

  #readSection(at: number): PdfDictionary {
    const { bytes, budget } = this.#objects;
    if (at >= bytes.length) throw new BrokenTable();
    const lexer = new PdfLexer(bytes, budget, at);
    if (lexer.next() !== token.word) throw new BrokenTable();
    return lexer.is("xref") ? this.#readRows(lexer) : this.#readPacked(at);
  }

  /**
   * `xref`, then `first count` and so many rows of `offset generation n` or `f`, then the trailer.
   */
  #readRows(lexer: PdfLexer): PdfDictionary {
    const { budget } = this.#objects;
    const integer = () => {
      const value = lexer.next() === token.word ? lexer.integer() : undefined;
      if (value === undefined) throw new BrokenTable();
      return value;
    };
    for (;;) {
      if (lexer.next() !== token.word) throw new BrokenTable();
      if (lexer.is("trailer")) break;
      const first = lexer.integer();
      if (first === undefined) throw new BrokenTable();
      const count = integer();
      for (let index = 0; index < count; index += 1) {
        const offset = integer();
        integer();
        if (lexer.next() !== token.word) throw new BrokenTable();
        if (lexer.is("n")) this.#set(first + index, { at: offset + this.#shift });
        else if (lexer.is("f")) this.#set(first + index, "free");
        else throw new BrokenTable();
      }
    }
    const trailer = asDictionary(readValue(lexer, budget));
    if (trailer === undefined) throw new BrokenTable();
    return trailer;
  }

  /**
   * The same as a stream: rows of three numbers, each so many bytes wide as `W` says (ISO 32000-1,
   * 7.5.8).
   */
  #readPacked(at: number): PdfDictionary {
    const { dictionary, body } = this.#objects.readStream(this.#openObject(at, undefined));
    const widths = (asArray(dictionary.get("W")) ?? []).map((width) => asCount(width) ?? 99);
    const [kindWidth = 99, placeWidth = 99, lastWidth = 99] = widths;
    const rowWidth = kindWidth + placeWidth + lastWidth;
    if (rowWidth < 1 || rowWidth > 18) throw new BrokenTable();
    const number = (from: number, width: number) => {
      let value = 0;
      for (let place = from; place < from + width; place += 1) value = value * 256 + (body[place] ?? 0);
      return value;
    };
    let row = 0;
    for (const [first, count] of rangesOf(dictionary)) {
      for (let index = 0; index < count && row + rowWidth <= body.length; index += 1, row += rowWidth) {
        const kind = kindWidth === 0 ? 1 : number(row, kindWidth);
        const place = number(row + kindWidth, placeWidth);
        const last = number(row + kindWidth + placeWidth, lastWidth);
        if (kind === 0) this.#set(first + index, "free");
        else if (kind === 1) this.#set(first + index, { at: place + this.#shift });
        else if (kind === 2) this.#set(first + index, { container: place, index: last });
      }
    }
    return dictionary;
  }

  #set(number: number, entry: Entry): void {
    this.#objects.budget.spend("items", objectCost);
    if (!this.#entries.has(number)) this.#entries.set(number, entry);
  }

  /** Where the object's `obj` ends; there must be one, of that number where it is known. */
  #openObject(at: number, number: number | undefined): number {
    const lexer = new PdfLexer(this.#objects.bytes, this.#objects.budget, at);
    lexer.next();
    const found = lexer.integer();
    lexer.next();
    const generation = lexer.integer();
    if (found === undefined || generation === undefined || (number ?? found) !== found) {
      throw new BrokenTable();
    }
    if (lexer.next() !== token.word || !lexer.is("obj")) throw new BrokenTable();
    return lexer.at;
  }
}

/** Pairs of first object number and count. */
const rangesOf = (dictionary: PdfDictionary): [first: number, count: number][] => {
  const numbers: readonly PdfValue[] = asArray(dictionary.get("Index")) ?? [0, dictionary.get("Size") ?? 0];
  const ranges: [number, number][] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    ranges.push([asCount(numbers[at]) ?? 0, asCount(numbers[at + 1]) ?? 0]);
  }
  return ranges;
};
