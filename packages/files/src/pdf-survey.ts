import type { Budget } from "./budget.ts";
import { isWhiteSpace, PdfLexer, token } from "./pdf-lexer.ts";
import { objectCost, type PdfObjects, type PdfPlace } from "./pdf-objects.ts";
import type { RefusalReason } from "./refusal.ts";

const scripts = new Set(["JS", "JavaScript", "XFA"]);
/**
 * Actions and things that start, send or open something outside of the file, by their name in the
 * standard.
 */
const actions = new Set([
  ...["Launch", "GoToR", "GoToE", "SubmitForm", "ImportData"],
  ...["RichMedia", "Rendition", "Movie", "Sound"],
]);
const embedded = new Set(["EmbeddedFile", "EmbeddedFiles", "Filespec", "EF"]);
/**
 * Named actions of the standard: they turn pages. Others print, save or close, as a viewer likes.
 */
const turnsPages = new Set(["NextPage", "PrevPage", "FirstPage", "LastPage"]);

/**
 * Words of a list of actions that are looked at; no real one has more than two or three actions.
 */
const mostFollowed = 300;

/** What must not be in a scan, told by its gravest reason. */
export interface Fault {
  readonly reason: RefusalReason;
  readonly name?: string | undefined;
}

/** A number, or the object that holds it. */
type Amount = number | { readonly reference: number };

interface Size {
  readonly width: Amount;
  readonly height: Amount;
}

const gravity: readonly RefusalReason[] = [
  ...(["encrypted", "pdf-script", "pdf-action", "pdf-opens-by-itself", "pdf-embedded-file"] as const),
];

/**
 * Looks at every object of a file, also at those that no table points to, those inside other
 * objects' strings and streams, and those that are packed. Builds none of them: what it keeps is
 * where objects stand.
 */
export class PdfSurvey {
  /** The last place of each object number, in the order of the file. */
  readonly places = new Map<number, PdfPlace>();
  /**
   * Behind the last `trailer`, or behind the `obj` of the last table of objects, that names a
   * catalog.
   */
  lastRoot: number | undefined;
  readonly #objects: PdfObjects;
  readonly #budget: Budget;
  #fault: Fault | undefined;
  /**
   * Objects with a link to the outside, those that are done by themselves, and what is done after
   * each.
   */
  readonly #links = new Set<number>();
  readonly #opened = new Set<number>();
  readonly #next = new Map<number, number[]>();
  #reactsByItself = false;
  /** Width and height of each image, both as numbers or as the object that holds one. */
  readonly #images: Size[] = [];
  constructor(objects: PdfObjects) {
    this.#objects = objects;
    this.#budget = objects.budget;
  }

  /** Throws `damaged`, `pdf-unsupported`, `compression-ratio`, `too-much-work`. */
  run(): void {
    for (const at of this.#ends("trailer")) this.#look(at, -1);
    for (const at of this.#ends("obj")) {
      const number = this.#numberBefore(at - 3);
      if (number >= 0) this.#place(number, { at });
      this.#look(at, number);
    }
  }

  get fault(): Fault | undefined {
    if (this.#opensLink()) this.#blame("pdf-opens-by-itself");
    return this.#fault;
  }

  /** Of the largest image, as it says itself: none is unpacked. */
  get mostPixels(): number {
    const numberIn = (amount: Amount): number => {
      if (typeof amount === "number") return amount;
      const place = this.places.get(amount.reference);
      return (place && this.#objects.readCount(place)) ?? 0;
    };
    const pixels = this.#images.map(({ width, height }) => numberIn(width) * numberIn(height));
    return pixels.reduce((most, one) => Math.max(most, one), 0);
  }

  #opensLink(): boolean {
    if (this.#reactsByItself && this.#links.size > 0) return true;
    // A set gives what is added while it is walked.
    for (const number of this.#opened) {
      if (this.#links.has(number)) return true;
      for (const next of this.#next.get(number) ?? []) this.#opened.add(next);
    }
    return false;
  }

  #blame(reason: RefusalReason, name?: string): void {
    if (this.#fault && gravity.indexOf(this.#fault.reason) <= gravity.indexOf(reason)) return;
    this.#fault = name === undefined ? { reason } : { reason, name };
  }

  #place(number: number, place: PdfPlace): void {
    this.#budget.spend("items", objectCost);
    this.places.set(number, place);
  }

  /**
   * Where each occurrence of the word ends. Numbers may touch `obj` on either side; letters make it
   * another word.
   */
  *#ends(word: string): Generator<number> {
    const { bytes } = this.#objects;
    const isLetter = (code = 0) => (code | 32) >= 97 && (code | 32) <= 122;
    let from = 0;
    for (;;) {
      const found = bytes.indexOf(word, from, "latin1");
      this.#budget.spend("steps", (found < 0 ? bytes.length : found) - from);
      this.#budget.spend("items", 1);
      if (found < 0) return;
      from = found + word.length;
      if (!isLetter(bytes[found - 1]) && !isLetter(bytes[from])) yield from;
    }
  }

  /** The first of the two numbers that stand before `at`; -1 when there are none. */
  #numberBefore(at: number): number {
    const { bytes } = this.#objects;
    let end = at;
    const skip = (passes: (code: number) => boolean, most: number) => {
      const from = end;
      while (end > 0 && from - end < most && passes(bytes[end - 1] ?? 0)) end -= 1;
      this.#budget.spend("steps", from - end);
      return from - end;
    };
    const isDigit = (code: number) => code >= 48 && code <= 57;
    skip(isWhiteSpace, bytes.length);
    if (skip(isDigit, 5) === 0 || skip(isWhiteSpace, bytes.length) === 0) return -1;
    const stop = end;
    const digits = skip(isDigit, 10);
    return digits === 0 ? -1 : Number(bytes.toString("latin1", stop - digits, stop));
  }

  #look(at: number, number: number): void {
    const lexer = new PdfLexer(this.#objects.bytes, this.#budget, at);
    const { root, table, packed } = this.#readNames(lexer, number, true);
    if (root && (table || number < 0) && at > (this.lastRoot ?? 0)) this.lastRoot = at;
    if (packed && number >= 0) this.#unpack(at);
  }

  /**
   * Packed objects are read one by one, and once more as one piece: a string without an end could
   * hide the next.
   */
  #unpack(at: number): void {
    const { numbers, offsets, body } = this.#objects.unpack(at);
    for (const [index, number] of numbers.entries()) {
      this.#place(number, { stream: at, index });
      this.#readNames(
        new PdfLexer(body, this.#budget, offsets[index] ?? 0, offsets[index + 1]),
        number,
        false,
      );
    }
    this.#readNames(new PdfLexer(body, this.#budget, 0), -1, false);
  }

  /** Reads up to the end of the object, where it has one. */
  #readNames(lexer: PdfLexer, number: number, ends: boolean) {
    const found = { root: false, table: false, packed: false, named: false, image: false, other: "" };
    const size: { width?: Amount; height?: Amount } = {};
    let before = "";
    for (;;) {
      const kind = lexer.next();
      if (kind === token.end) break;
      if (kind === token.name) {
        const name = lexer.name();
        this.#judge(name, number);
        if (name === "Root") found.root = true;
        else if (name === "XRef") found.table = true;
        else if (name === "ObjStm") found.packed = true;
        else if (name === "Named") found.named = true;
        if (before === "N" && !turnsPages.has(name)) found.other = name;
        if (name === "Image" && before === "Subtype") found.image = true;
        else if (name === "Width") size.width = readAmount(lexer);
        else if (name === "Height") size.height = readAmount(lexer);
        if (name === "OpenAction") this.#follow(lexer, number, this.#opened);
        else if (name === "Next") this.#follow(lexer, number, undefined);
        before = name;
      } else {
        before = "";
        if (ends && kind === token.word && endsObject(lexer)) break;
      }
    }
    if (found.image) this.#images.push({ width: size.width ?? 0, height: size.height ?? 0 });
    if (found.named && found.other !== "") this.#blame("pdf-action", found.other);
    return found;
  }

  #judge(name: string, number: number): void {
    if (scripts.has(name)) this.#blame("pdf-script");
    else if (actions.has(name)) this.#blame("pdf-action", name);
    else if (embedded.has(name)) this.#blame("pdf-embedded-file");
    else if (name === "Encrypt") this.#blame("encrypted");
    else if (name === "URI") this.#links.add(number);
    else if (name === "AA") this.#reactsByItself = true;
  }

  /**
   * Remembers the actions that are done when the file is opened, or after another. An array behind
   * `OpenAction` is a place to go to and no action.
   */
  #follow(lexer: PdfLexer, number: number, opened: Set<number> | undefined): void {
    const after = lexer.at;
    let kind = lexer.next();
    if (kind === token.openDictionary) opened?.add(number);
    const isList = kind === token.openArray && opened === undefined;
    if (isList) kind = lexer.next();
    const followed = this.#next.get(number) ?? [];
    for (let count = 0; kind === token.word && count < mostFollowed; count += 1) {
      const reference = lexer.integer();
      if (reference !== undefined) opened ? opened.add(reference) : followed.push(reference);
      if (!isList && lexer.is("R")) break;
      kind = lexer.next();
    }
    if (followed.length > 0) this.#next.set(number, followed);
    lexer.at = after;
  }
}

/** What stands behind a name; the lexer stays where it is. */
const readAmount = (lexer: PdfLexer): Amount => {
  const after = lexer.at;
  const value = lexer.next() === token.word ? (lexer.number() ?? 0) : 0;
  const isReference = lexer.next() === token.word && lexer.next() === token.word && lexer.is("R");
  lexer.at = after;
  return isReference ? { reference: value } : value;
};

const endsObject = (lexer: PdfLexer): boolean =>
  lexer.is("stream") || lexer.is("endobj") || lexer.is("startxref") || lexer.is("obj");
