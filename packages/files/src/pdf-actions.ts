import type { Budget } from "./budget.ts";
import { type PdfLexer, token } from "./pdf-lexer.ts";

/**
 * Named actions of the standard: they turn pages. Others print, save or close, as a viewer likes.
 */
const turnsPages: ReadonlySet<string> = new Set(["NextPage", "PrevPage", "FirstPage", "LastPage"]);

/** References that lead from one to the next; a reader may follow some, and no scan has any. */
const MOST_STEPS = 8;

/** What stands behind a name: its kind, and the object where it leads to one. */
interface Behind {
  readonly kind: PdfLexer["kind"];
  readonly reference?: number | undefined;
}

/** The reference whose first number is the last token; undefined where it is none. */
export const readReference = (lexer: PdfLexer): number | undefined => {
  const reference = lexer.kind === token.word ? lexer.integer() : undefined;
  const isReference =
    reference !== undefined && lexer.next() === token.word && lexer.next() === token.word && lexer.is("R");
  return isReference ? reference : undefined;
};

/** The lexer stays where it is. */
const lookBehind = (lexer: PdfLexer): Behind => {
  const after = lexer.at;
  const kind = lexer.next();
  const reference = readReference(lexer);
  lexer.at = after;
  return { kind, reference };
};

/**
 * What an object says of an action, by its names: of what kind it is (`S`), what it is called
 * (`N`), which file it is about (`F`). Each may stand in an object of its own.
 */
export class ActionParts {
  readonly kinds = new Set<string>();
  readonly kindsElsewhere: number[] = [];
  readonly called = new Set<string>();
  readonly calledElsewhere: number[] = [];
  /** A file outside of this one: by its name or its specification, or by reference. */
  file = false;
  fileElsewhere = false;
  /** Of the stream itself: its content lies elsewhere, or another file is drawn into it. */
  outer = "";
  outerInStream = "";

  /** Takes the name that the last token was, and what stands behind it. */
  take(name: string, before: string, lexer: PdfLexer, isOfStream: boolean): void {
    if (before === "S") this.kinds.add(name);
    else if (before === "N") this.called.add(name);
    if (name !== "S" && name !== "N" && name !== "F" && name !== "Ref") return;
    const { kind, reference } = lookBehind(lexer);
    const isDictionary = kind === token.openDictionary;
    if (name === "F") this.#takeFile(kind, reference !== undefined, isOfStream);
    else if (name === "Ref" && isDictionary) this.outer = name;
    else if (name === "Ref" && reference !== undefined && isOfStream) this.outerInStream = name;
    else if (reference !== undefined && name === "S") this.kindsElsewhere.push(reference);
    else if (reference !== undefined && name === "N") this.calledElsewhere.push(reference);
  }

  /** In a dictionary of names, as of fonts, one may be called `F`: that leads to a dictionary. */
  #takeFile(kind: Behind["kind"], isReference: boolean, isOfStream: boolean): void {
    if (kind === token.string || kind === token.openDictionary) this.file = true;
    if (isReference) this.fileElsewhere = true;
    if (kind === token.string || (isOfStream && (kind === token.openDictionary || isReference)))
      this.outerInStream = "F";
  }
}

/**
 * Actions whose kind, or name, stands in an object of its own: what they do is known once all
 * objects were read.
 */
export class PdfActions {
  /** Objects that are nothing but a name, or a reference; of a number there may be several. */
  readonly #names = new Map<number, Set<string>>();
  readonly #references = new Map<number, number[]>();
  readonly #unknown: number;
  readonly #budget: Budget;
  readonly #waiting: ActionParts[] = [];
  /** `unknown` is the number of objects whose number cannot be told: they may be any. */
  constructor(unknown: number, budget: Budget) {
    this.#unknown = unknown;
    this.#budget = budget;
  }

  addName(number: number, name: string): void {
    const names = this.#names.get(number);
    if (names) names.add(name);
    else this.#names.set(number, new Set([name]));
  }

  addReference(number: number, reference: number): void {
    const references = this.#references.get(number);
    if (references) references.push(reference);
    else this.#references.set(number, [reference]);
  }

  /**
   * Adds what an object says. `isOne` is false for many objects that are read as one piece: there a
   * reference may be another object's.
   */
  add(parts: ActionParts, isOne: boolean): void {
    if (!isOne) parts.fileElsewhere = false;
    const isWhole = parts.kindsElsewhere.length === 0 && parts.calledElsewhere.length === 0;
    if (!isWhole || parts.kinds.has("Thread")) this.#waiting.push(parts);
  }

  /**
   * The first action that prints, or leads into another file; undefined where there is none. Throws
   * `too-much-work`.
   */
  find(): string | undefined {
    for (const parts of this.#waiting) {
      const kinds = this.#resolve(parts.kinds, parts.kindsElsewhere);
      if (kinds.has("Thread") && (parts.file || parts.fileElsewhere)) return "Thread";
      if (!kinds.has("Named")) continue;
      for (const name of this.#resolve(parts.called, parts.calledElsewhere))
        if (!turnsPages.has(name)) return name;
    }
    return undefined;
  }

  #resolve(own: ReadonlySet<string>, elsewhere: readonly number[]): ReadonlySet<string> {
    if (elsewhere.length === 0) return own;
    const names = new Set(own);
    const reached = new Set(elsewhere);
    let last: Iterable<number> = elsewhere;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const further = [...last].flatMap((number) => this.#references.get(number) ?? []);
      this.#budget.spend("items", further.length);
      last = further.filter((number) => !reached.has(number));
      for (const number of last) reached.add(number);
    }
    for (const number of [...reached, this.#unknown]) {
      const called = this.#names.get(number) ?? new Set();
      this.#budget.spend("items", 1 + called.size);
      for (const name of called) names.add(name);
    }
    return names;
  }
}

/** Whether a `Named` action of that name is more than a turned page. */
export const doesMore = (name: string): boolean => !turnsPages.has(name);
