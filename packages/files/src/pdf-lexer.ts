import type { Budget } from "./budget.ts";

/**
 * Kinds of tokens. `string` stands for text in brackets and in hexadecimal, which is passed over.
 */
export const token = {
  end: 0,
  name: 1,
  word: 2,
  string: 3,
  openDictionary: 4,
  closeDictionary: 5,
  openArray: 6,
  closeArray: 7,
  other: 8,
} as const;
export type TokenKind = (typeof token)[keyof typeof token];

const BACKSLASH = 92;
const PERCENT = 37;
const SLASH = 47;
const LESS = 60;
const GREATER = 62;

const isSpace = new Uint8Array(256);
for (const code of [0, 9, 10, 12, 13, 32]) isSpace[code] = 1;
const isDelimiter = new Uint8Array(isSpace);
for (const sign of "()<>[]{}/%") isDelimiter[sign.charCodeAt(0)] = 1;

export const isWhiteSpace = (code: number | undefined): boolean => isSpace[code ?? 0] === 1;

/** No name that means anything here is longer, written with `#xx` for every letter. */
const longestName = 48;

/**
 * Reads the tokens of a PDF one after the other from its bytes. Nothing is kept: of a file of
 * millions of tokens, one is there at a time. Each byte is charged as a step and each token as an
 * item.
 */
export class PdfLexer {
  /** Where the next token is looked for. */
  at: number;
  /** Of the last token. */
  start = 0;
  kind: TokenKind = token.other;
  readonly #bytes: Uint8Array;
  readonly #budget: Budget;
  readonly #limit: number;
  constructor(bytes: Uint8Array, budget: Budget, from: number, limit: number = bytes.length) {
    this.#bytes = bytes;
    this.#budget = budget;
    this.at = from;
    this.#limit = Math.min(limit, bytes.length);
  }

  next(): TokenKind {
    const from = this.at;
    this.kind = this.#read();
    this.#budget.spend("steps", this.at - from);
    this.#budget.spend("items", 1);
    return this.kind;
  }

  #read(): TokenKind {
    const bytes = this.#bytes;
    this.#skipSpace();
    this.start = this.at;
    if (this.at >= this.#limit) return token.end;
    const code = bytes[this.at];
    const twice = bytes[this.at + 1] === code;
    switch (code) {
      case SLASH:
        this.at += 1;
        this.#skipRegular();
        return token.name;
      case 40:
        this.#skipString();
        return token.string;
      case LESS:
        if (twice) return this.#take(2, token.openDictionary);
        this.#skipPast(GREATER);
        return token.string;
      case GREATER:
        return twice ? this.#take(2, token.closeDictionary) : this.#take(1, token.other);
      case 91:
        return this.#take(1, token.openArray);
      case 93:
        return this.#take(1, token.closeArray);
      case 41:
      case 123:
      case 125:
        return this.#take(1, token.other);
    }
    this.#skipRegular();
    return token.word;
  }

  #take(length: number, kind: TokenKind): TokenKind {
    this.at += length;
    return kind;
  }

  /** White space and comments. */
  #skipSpace(): void {
    const bytes = this.#bytes;
    for (; this.at < this.#limit; this.at += 1) {
      const code = bytes[this.at] ?? 0;
      if (code === PERCENT) {
        while (this.at < this.#limit && bytes[this.at] !== 10 && bytes[this.at] !== 13) this.at += 1;
      } else if (isSpace[code] === 0) return;
    }
  }

  #skipRegular(): void {
    const bytes = this.#bytes;
    while (this.at < this.#limit && isDelimiter[bytes[this.at] ?? 0] === 0) this.at += 1;
  }

  #skipPast(sign: number): void {
    const found = this.#bytes.indexOf(sign, this.at);
    this.at = found < 0 || found >= this.#limit ? this.#limit : found + 1;
  }

  #skipString(): void {
    const bytes = this.#bytes;
    let depth = 0;
    for (; this.at < this.#limit; this.at += 1) {
      const code = bytes[this.at];
      if (code === BACKSLASH) this.at += 1;
      else if (code === 40) depth += 1;
      else if (code === 41) {
        depth -= 1;
        if (depth === 0) {
          this.at += 1;
          return;
        }
      }
    }
    this.at = this.#limit;
  }

  /**
   * The last token, a name, with `#xx` decoded and without its slash; empty when it is longer than
   * any that counts.
   */
  name(): string {
    if (this.at - this.start > longestName) return "";
    let name = "";
    for (let at = this.start + 1; at < this.at; at += 1) {
      const code = this.#bytes[at] ?? 0;
      const hex = code === 35 ? Number.parseInt(this.#text(at + 1, at + 3), 16) : Number.NaN;
      if (Number.isNaN(hex)) name += String.fromCharCode(code);
      else {
        name += String.fromCharCode(hex);
        at += 2;
      }
    }
    return name;
  }

  /** Whether the last token, a word, is this one. */
  is(word: string): boolean {
    if (this.at - this.start !== word.length) return false;
    for (let at = 0; at < word.length; at += 1) {
      if (this.#bytes[this.start + at] !== word.charCodeAt(at)) return false;
    }
    return true;
  }

  /** Whether `text` is part of the last token. */
  includes(text: string): boolean {
    if (this.at - this.start < text.length) return false;
    this.#budget.spend("steps", this.at - this.start);
    return Buffer.from(
      this.#bytes.buffer,
      this.#bytes.byteOffset + this.start,
      this.at - this.start,
    ).includes(text);
  }

  startsWithLetter(): boolean {
    const code = (this.#bytes[this.start] ?? 0) | 32;
    return code >= 97 && code <= 122;
  }

  /** The last token, a word, as a number; undefined when it is none. */
  number(): number | undefined {
    if (this.at - this.start > 24) return undefined;
    const text = this.#text(this.start, this.at);
    return /^[+-]?\d*\.?\d*$/u.test(text) && /\d/u.test(text) ? Number(text) : undefined;
  }

  /** The last token, a word, as a number without sign or fraction; undefined when it is none. */
  integer(): number | undefined {
    const length = this.at - this.start;
    if (length < 1 || length > 15) return undefined;
    let value = 0;
    for (let at = this.start; at < this.at; at += 1) {
      const digit = (this.#bytes[at] ?? 0) - 48;
      if (digit < 0 || digit > 9) return undefined;
      value = value * 10 + digit;
    }
    return value;
  }

  #text(from: number, to: number): string {
    return String.fromCharCode(...this.#bytes.subarray(from, Math.min(to, this.#limit)));
  }
}
