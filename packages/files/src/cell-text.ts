import { refusal } from "./refusal.ts";

/** Workbooks write characters that XML cannot hold as `_x000D_`. */
export const decodeEscapes = (text: string): string => {
  const plain = text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
  return plain.includes("\r") ? plain.replace(/\r\n?/gu, "\n") : plain;
};

/** An escape has seven characters for one. */
const longestEscape = 7;

/**
 * The text of one cell, which comes in pieces: a file may cut it into millions of them. Stops at
 * the length that a cell may have, not when the cell ends.
 */
export class CellText {
  #pieces: string[] = [];
  #length = 0;
  readonly #maxLength: number;
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(piece: string): void {
    if (piece === "") return;
    this.#length += piece.length;
    if (this.#length > this.#maxLength * longestEscape) {
      throw refusal("workbook-refused", "cell-too-long", this.#maxLength);
    }
    this.#pieces.push(piece);
  }

  clear(): void {
    if (this.#length === 0) return;
    this.#pieces = [];
    this.#length = 0;
  }

  take(): string {
    const [first = "", ...others] = this.#pieces;
    const text = others.length === 0 ? first : this.#pieces.join("");
    this.clear();
    return text;
  }
}
