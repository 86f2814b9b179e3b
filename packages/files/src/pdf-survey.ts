import type { Budget } from "./budget.ts";
import { ActionParts, doesMore, PdfActions, readReference } from "./pdf-actions.ts";
import { type Amount, readAmount } from "./pdf-amount.ts";
import { isWhiteSpace, PdfLexer, token } from "./pdf-lexer.ts";
import { PdfNesting } from "./pdf-nesting.ts";
import { objectCost, type PdfObjects, type PdfPlace } from "./pdf-objects.ts";
import { type RefusalReason, refusal } from "./refusal.ts";

const scripts = new Set(["JS", "JavaScript", "XFA", "OnInstantiate"]);
/**
 * Actions and things that start, send, play or open something that is no page, by their name in the
 * standard (ISO 32000-2, 12.6.4 and 13). Of a thread, of a stream and of a drawing it takes more
 * than their name to tell: see `ActionParts`.
 */
const actions = new Set([
  ...["Launch", "GoToR", "GoToE", "SubmitForm", "ImportData"],
  ...["RichMedia", "RichMediaExecute", "Rendition", "Movie", "Sound", "3D", "GoTo3DView"],
  ...["SlideShow", "AlternatePresentations"],
]);
const embedded = new Set(["EmbeddedFile", "EmbeddedFiles", "Filespec", "EF"]);
/**
 * Words of a list of actions that are looked at; no real one has more than two or three actions.
 */
const mostFollowed = 300;

/** For an object whose number cannot be told for sure: it may be any. */
const UNKNOWN = -1;
/** For all that is packed in one stream, read as one piece. */
const TOGETHER = -2;

/** `endstream` as readers accept it: its last letter may be missing. */
const END_OF_STREAM = "endstrea";
/** Bytes before an object's number in which a comment is looked for. */
const LINE_BYTES = 64;

/** What must not be in a scan, told by its gravest reason. */
export interface Fault {
  readonly reason: RefusalReason;
  readonly name?: string | undefined;
}

/** What an object says of its size; readers take the one or the other of what it says twice. */
interface Size {
  readonly widths: readonly Amount[];
  readonly heights: readonly Amount[];
}

/** References that lead from one to the next; a reader may follow some, and no scan has any. */
const MOST_STEPS = 8;
/** Widths, or heights, of one object; an image has one. */
const MOST_AMOUNTS = 1_000;

/** Throws `damaged` for more of them than any object has. */
const addAmount = (amounts: Amount[], lexer: PdfLexer): void => {
  if (amounts.length === MOST_AMOUNTS) throw refusal("scan-refused", "damaged");
  amounts.push(readAmount(lexer));
};

const gravity: readonly RefusalReason[] = [
  ...(["encrypted", "pdf-script", "pdf-action", "pdf-opens-by-itself", "pdf-embedded-file"] as const),
];

/**
 * Looks at every object of a file, also at those that no table points to, those inside other
 * objects' strings and streams, and those that are packed. Builds none of them: what it keeps is
 * where objects stand.
 *
 * Readers do not agree on where a crooked object ends. So `endobj` ends no search, and `stream`
 * does only behind a dictionary on which all agree: what follows `obj` is searched up to the next
 * one, and so is what follows each end of a stream.
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
  readonly #actions: PdfActions;
  #reactsByItself = false;
  /**
   * Of each object that has a width and a height: that it is an image may stand elsewhere, and
   * nothing else has both.
   */
  readonly #images: Size[] = [];
  constructor(objects: PdfObjects) {
    this.#objects = objects;
    this.#budget = objects.budget;
    this.#actions = new PdfActions(UNKNOWN, objects.budget);
  }

  /** Throws `damaged`, `pdf-unsupported`, `compression-ratio`, `too-much-work`. */
  run(): void {
    for (const at of this.#ends("trailer")) this.#lookAtTrailer(at);
    for (const at of this.#ends("obj")) {
      const { number, isPlain } = this.#headBefore(at - 3);
      if (number !== undefined) this.#place(number, { at });
      this.#look(at, isPlain ? (number ?? UNKNOWN) : UNKNOWN);
    }
    for (const at of this.#endsOfStreams()) this.#readNames(this.#lexerFrom(at), UNKNOWN);
    this.#objects.seal();
  }

  /** Throws `too-much-work`. */
  get fault(): Fault | undefined {
    if (this.#opensLink()) this.#blame("pdf-opens-by-itself");
    const action = this.#actions.find();
    if (action !== undefined) this.#blame("pdf-action", action);
    return this.#fault;
  }

  /** Of the largest image, as it says itself: none is unpacked. */
  get mostPixels(): number {
    const numberIn = (amount: Amount): number => {
      let found = amount;
      for (let step = 0; typeof found !== "number"; step += 1) {
        const place = this.places.get(found.reference);
        if (place === undefined || step === MOST_STEPS) return 0;
        found = this.#objects.readAmount(place);
      }
      return found;
    };
    const most = (amounts: readonly Amount[]) => Math.max(...amounts.map(numberIn));
    const pixels = this.#images.map(({ widths, heights }) => most(widths) * most(heights));
    return pixels.reduce((most, one) => Math.max(most, one), 0);
  }

  #opensLink(): boolean {
    if (this.#reactsByItself && this.#links.size > 0) return true;
    if (this.#opened.size > 0) this.#opened.add(UNKNOWN);
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

  /** Where each word ends that has the end of a stream in it: another word may touch it. */
  *#endsOfStreams(): Generator<number> {
    const { bytes } = this.#objects;
    let from = 0;
    for (;;) {
      const found = bytes.indexOf(END_OF_STREAM, from, "latin1");
      this.#budget.spend("steps", (found < 0 ? bytes.length : found) - from);
      this.#budget.spend("items", 1);
      if (found < 0) return;
      const lexer = this.#lexerFrom(found);
      lexer.next();
      from = lexer.at;
      yield from;
    }
  }

  #lexerFrom(at: number): PdfLexer {
    return new PdfLexer(this.#objects.bytes, this.#budget, at);
  }

  /**
   * The first of the two numbers that stand before `at`, if they do. It is plain when nothing that
   * a reader could take for a comment, or for more of the number, stands before it.
   */
  #headBefore(at: number): { readonly number?: number; readonly isPlain: boolean } {
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
    if (skip(isDigit, 10) === 0 || skip(isWhiteSpace, bytes.length) === 0) return { isPlain: false };
    const stop = end;
    const digits = skip(isDigit, 10);
    if (digits === 0) return { isPlain: false };
    const number = Number(bytes.toString("latin1", stop - digits, stop));
    const isLonger = /[\d.+\-eE]/u.test(String.fromCharCode(bytes[end - 1] ?? 0));
    const begin = end;
    const line = skip((code) => code !== 10 && code !== 13, LINE_BYTES);
    const isCommented = line === LINE_BYTES || bytes.toString("latin1", begin - line, at).includes("%");
    return { number, isPlain: !isLonger && !isCommented };
  }

  #lookAtTrailer(at: number): void {
    const { root } = this.#readNames(this.#lexerFrom(at), UNKNOWN);
    if (root && at > (this.lastRoot ?? 0)) this.lastRoot = at;
  }

  #look(at: number, number: number): void {
    const found = this.#readNames(this.#lexerFrom(at), number);
    if (found.root && found.table && at > (this.lastRoot ?? 0)) this.lastRoot = at;
    // By what readers need of it: not all of them ask for its type.
    if (!found.stream || !found.first || !found.count) return;
    if (!found.isClean) throw refusal("scan-refused", "damaged");
    this.#unpack(at);
  }

  /**
   * Packed objects are read one by one, and once more as one piece: a string without an end could
   * hide the next.
   */
  #unpack(at: number): void {
    const { numbers, offsets, body } = this.#objects.unpack(at);
    for (const [index, number] of numbers.entries()) {
      this.#place(number, { stream: at, index });
      this.#readPacked(new PdfLexer(body, this.#budget, offsets[index] ?? 0, offsets[index + 1]), number);
    }
    this.#readPacked(new PdfLexer(body, this.#budget, 0), TOGETHER);
  }

  /** A stream within a stream, which the standard does not allow, could hold more objects. */
  #readPacked(lexer: PdfLexer, number: number): void {
    let { stream } = this.#readNames(lexer, number);
    while (lexer.kind !== token.end) stream = this.#readNames(lexer, number).stream || stream;
    if (stream) throw refusal("scan-refused", "damaged");
  }

  /** Reads up to where another search begins, or what a stream holds. */
  #readNames(lexer: PdfLexer, number: number): FoundNames {
    const found = new FoundNames();
    const nesting = new PdfNesting();
    let isOver = false;
    this.#readBeginning(lexer, number);
    for (;;) {
      const last = lexer.kind;
      const kind = lexer.next();
      if (kind === token.end) break;
      const isWord = kind === token.word;
      if (isWord && lexer.is("stream") && last === token.closeDictionary) {
        found.stream = true;
        if (nesting.isClosed) break;
      }
      if (isWord && lexer.is("endobj") && nesting.isClosed) isOver = true;
      if (isWord && lexer.is("obj")) break;
      if ((isWord || kind === token.name) && lexer.includes(END_OF_STREAM)) break;
      nesting.take(lexer);
      if (kind !== token.name) {
        found.before = "";
        continue;
      }
      const name = lexer.name();
      this.#judge(name, number);
      if (name === "OpenAction") this.#follow(lexer, number, this.#opened);
      else if (name === "Next") this.#follow(lexer, number, undefined);
      if (!isOver) found.take(name, lexer, nesting.isOutermost);
    }
    found.isClean = nesting.isClean;
    const { widths, heights } = found;
    if (widths.length > 0 && heights.length > 0) this.#images.push({ widths, heights });
    this.#judgeAction(found, number);
    return found;
  }

  #judgeAction({ parts, named, other, stream }: FoundNames, number: number): void {
    if (named && other !== "") this.#blame("pdf-action", other);
    if (named) parts.kinds.add("Named");
    const outer = parts.outer || (stream ? parts.outerInStream : "");
    if (outer !== "") this.#blame("pdf-action", outer);
    this.#actions.add(parts, number !== TOGETHER);
  }

  /**
   * What an object is that is no dictionary: a name or a reference, which another object may mean,
   * or a list of actions. A list that has anything but references and dictionaries is a place to go
   * to. The lexer stays where it is.
   */
  #readBeginning(lexer: PdfLexer, number: number): void {
    const begin = lexer.at;
    const kind = lexer.next();
    if (kind === token.name) this.#actions.addName(number, lexer.name());
    else if (kind === token.word) {
      const reference = readReference(lexer);
      if (reference !== undefined) this.#actions.addReference(number, reference);
      if (reference !== undefined) this.#follows(number, [reference]);
    } else if (kind === token.openArray) this.#follows(number, this.#readList(lexer));
    lexer.at = begin;
  }

  #follows(number: number, others: readonly number[]): void {
    if (others.length === 0) return;
    const known = this.#next.get(number);
    if (known) known.push(...others);
    else this.#next.set(number, [...others]);
  }

  /** References of the list that was opened; none where it is a place to go to. */
  #readList(lexer: PdfLexer): readonly number[] {
    const references: number[] = [];
    let depth = 0;
    for (let count = 0; count < mostFollowed; count += 1) {
      const kind = lexer.next();
      if (kind === token.end || (kind === token.closeArray && depth === 0)) break;
      if (kind === token.openDictionary || kind === token.openArray) depth += 1;
      else if (kind === token.closeDictionary || kind === token.closeArray) depth -= 1;
      if (depth > 0 || kind === token.closeDictionary || kind === token.closeArray) continue;
      if (kind === token.name) return [];
      const reference = readReference(lexer);
      if (reference !== undefined) references.push(reference);
    }
    return references;
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
    const kind = lexer.next();
    if (kind === token.openDictionary) opened?.add(number);
    const reference = readReference(lexer);
    if (reference !== undefined && opened) opened.add(reference);
    else if (reference !== undefined) this.#follows(number, [reference]);
    else if (kind === token.openArray && !opened) this.#follows(number, this.#readList(lexer));
    lexer.at = after;
  }
}

/** What an object has, by its names. */
class FoundNames {
  root = false;
  table = false;
  /** `First` and `N`: with both, a stream holds objects. */
  first = false;
  count = false;
  stream = false;
  named = false;
  other = "";
  readonly parts = new ActionParts();
  readonly widths: Amount[] = [];
  readonly heights: Amount[] = [];
  /** The name that the last token was; empty behind another token. */
  before = "";
  isClean = true;

  take(name: string, lexer: PdfLexer, isOutermost: boolean): void {
    this.parts.take(name, this.before, lexer, isOutermost);
    if (name === "Root") this.root = true;
    else if (name === "XRef") this.table = true;
    else if (name === "First") this.first = true;
    else if (name === "N") this.count = true;
    else if (name === "Named") this.named = true;
    if (this.before === "N" && doesMore(name)) this.other = name;
    if (name === "Width") addAmount(this.widths, lexer);
    else if (name === "Height") addAmount(this.heights, lexer);
    this.before = name;
  }
}
