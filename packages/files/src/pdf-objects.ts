import type { Budget } from "./budget.ts";
import { type Amount, readAmount } from "./pdf-amount.ts";
import { PdfLexer, token } from "./pdf-lexer.ts";
import { decodeStream } from "./pdf-streams.ts";
import { asCount, asDictionary, type PdfDictionary, type PdfValue, readValue } from "./pdf-values.ts";
import { refusal } from "./refusal.ts";

/**
 * The objects that are packed into one stream; object `i` lies from `offsets[i]` to `offsets[i +
 * 1]`.
 */
export interface PackedObjects {
  readonly numbers: readonly number[];
  readonly offsets: readonly number[];
  readonly body: Buffer;
}

/**
 * Where an object stands: behind its `obj` in the file, or at a place of a stream whose own `obj`
 * ends at `stream`.
 */
export type PdfPlace = { readonly at: number } | { readonly stream: number; readonly index: number };

/** A file has as many objects as its pages need; each costs this much of the budget's items. */
export const objectCost = 20;

/** Gives the objects of a file by their place. */
export class PdfObjects {
  readonly bytes: Buffer;
  readonly budget: Budget;
  readonly #packed = new Map<number, PackedObjects>();
  #isSealed = false;
  constructor(bytes: Buffer, budget: Budget) {
    this.bytes = bytes;
    this.budget = budget;
  }

  /** From here on no stream is unpacked that has not been: what is read then has been searched. */
  seal(): void {
    this.#isSealed = true;
  }

  read(place: PdfPlace): PdfValue {
    const lexer = this.#lexerAt(place);
    return lexer ? readValue(lexer, this.budget) : null;
  }

  /** The number or the reference that stands there, else 0; nothing more of the object is read. */
  readAmount(place: PdfPlace): Amount {
    const lexer = this.#lexerAt(place);
    return lexer === undefined ? 0 : readAmount(lexer);
  }

  /**
   * All of an object that no reader shows without its end: a string or an array in it may
   * have none and take in the rest of the file. Throws `damaged`.
   */
  readWhole(place: PdfPlace): PdfValue {
    const lexer = this.#lexerAt(place);
    const value = lexer ? readValue(lexer, this.budget) : null;
    const isCut = lexer?.kind === token.end && typeof value === "object" && value !== null;
    if (isCut) throw refusal("scan-refused", "damaged");
    return value;
  }

  #lexerAt(place: PdfPlace): PdfLexer | undefined {
    if ("at" in place) return new PdfLexer(this.bytes, this.budget, place.at);
    const { offsets, body } = this.unpack(place.stream);
    const from = offsets[place.index];
    const to = offsets[place.index + 1];
    return from === undefined || to === undefined ? undefined : new PdfLexer(body, this.budget, from, to);
  }

  /**
   * The dictionary of the object whose `obj` ends at `at`, and what its stream holds. Throws
   * `damaged`.
   */
  readStream(at: number): { readonly dictionary: PdfDictionary; readonly body: Buffer } {
    const lexer = new PdfLexer(this.bytes, this.budget, at);
    const dictionary = asDictionary(readValue(lexer, this.budget));
    if (dictionary === undefined || lexer.next() !== token.word || !lexer.is("stream")) {
      throw refusal("scan-refused", "damaged");
    }
    return { dictionary, body: decodeStream(this.bytes, dictionary, lexer.at, this.budget) };
  }

  /**
   * Objects packed into a stream, unpacked once. Their offsets must rise, as the standard has it
   * (ISO 32000-1, 7.5.7): so every byte belongs to one object, and reading them all reads the
   * stream once. Throws `damaged`.
   */
  unpack(at: number): PackedObjects {
    const known = this.#packed.get(at);
    if (known) return known;
    if (this.#isSealed) throw refusal("scan-refused", "damaged");
    const { dictionary, body } = this.readStream(at);
    const first = asCount(dictionary.get("First")) ?? body.length + 1;
    const count = asCount(dictionary.get("N")) ?? body.length;
    if (first > body.length || count > body.length) throw refusal("scan-refused", "damaged");
    this.budget.spend("items", count * objectCost);
    const lexer = new PdfLexer(body, this.budget, 0, first);
    const numbers: number[] = [];
    const offsets: number[] = [];
    for (let index = 0; index < count; index += 1) {
      lexer.next();
      const number = lexer.integer();
      lexer.next();
      const offset = lexer.integer();
      if (number === undefined || offset === undefined) throw refusal("scan-refused", "damaged");
      const from = first + offset;
      if (from > body.length || from < (offsets.at(-1) ?? first)) throw refusal("scan-refused", "damaged");
      numbers.push(number);
      offsets.push(from);
    }
    offsets.push(body.length);
    const packed = { numbers, offsets, body };
    this.#packed.set(at, packed);
    return packed;
  }
}
