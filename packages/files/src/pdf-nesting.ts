import { type PdfLexer, token } from "./pdf-lexer.ts";

/** What is open: an array, or a dictionary that waits for a key or for the value of one. */
const open = { array: 0, key: 1, value: 2 } as const;
type Open = (typeof open)[keyof typeof open];

/** Deeper than what leads to a page; what lies deeper is not followed. */
const MAX_DEPTH = 100;

/**
 * Follows dictionaries and arrays token by token, and says whether each reader finds the same end
 * of them. Some take `>>` behind a key for its value, some pass over words that stand where a key
 * should, some end the dictionary there: as soon as it comes to that, nothing more is clean.
 */
export class PdfNesting {
  readonly #stack: Open[] = [];
  isClean = true;

  /** Whether everything is closed, without doubt. */
  get isClosed(): boolean {
    return this.isClean && this.#stack.length === 0;
  }

  /** Whether what was taken last is a key of the outermost dictionary, or may be one. */
  get isOutermost(): boolean {
    return !this.isClean || this.#stack.length === 1;
  }

  /** Takes the last token of `lexer`. */
  take(lexer: PdfLexer): void {
    if (!this.isClean) return;
    const last = this.#stack.at(-1);
    this.isClean = last === open.key ? this.#takeKey(lexer) : this.#takeValue(lexer, last);
  }

  /** Numbers here belong to a reference, whose first number is the value that was taken. */
  #takeKey(lexer: PdfLexer): boolean {
    if (lexer.kind === token.name) this.#stack[this.#stack.length - 1] = open.value;
    else if (lexer.kind === token.closeDictionary) this.#stack.pop();
    else return lexer.kind === token.word && (lexer.integer() !== undefined || lexer.is("R"));
    return true;
  }

  #takeValue(lexer: PdfLexer, last: Open | undefined): boolean {
    const { kind } = lexer;
    if (kind === token.closeArray && last === open.array) {
      this.#stack.pop();
      return true;
    }
    if (last === open.value) this.#stack[this.#stack.length - 1] = open.key;
    if (kind === token.openDictionary) this.#stack.push(open.key);
    else if (kind === token.openArray) this.#stack.push(open.array);
    else if (kind === token.word) return last === undefined || isValue(lexer);
    else return kind === token.name || kind === token.string;
    return this.#stack.length <= MAX_DEPTH;
  }
}

const isValue = (lexer: PdfLexer): boolean =>
  !lexer.startsWithLetter() || ["R", "null", "true", "false"].some((word) => lexer.is(word));
