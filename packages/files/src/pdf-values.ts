import type { Budget } from "./budget.ts";
import { type PdfLexer, token } from "./pdf-lexer.ts";

/**
 * `name` without the slash. Strings, `true`, `false` and `null` are all null: nothing here depends
 * on them.
 */
export type PdfValue =
  | number
  | null
  | { readonly name: string }
  | { readonly reference: number }
  | readonly PdfValue[]
  | PdfDictionary;
export type PdfDictionary = ReadonlyMap<string, PdfValue>;

export const asDictionary = (value: PdfValue | undefined): PdfDictionary | undefined =>
  value instanceof Map ? value : undefined;

export const asArray = (value: PdfValue | undefined): readonly PdfValue[] | undefined =>
  Array.isArray(value) ? value : undefined;

export const asReference = (value: PdfValue | undefined): number | undefined =>
  typeof value === "object" && value !== null && "reference" in value ? value.reference : undefined;

export const asName = (value: PdfValue | undefined): string | undefined =>
  typeof value === "object" && value !== null && "name" in value ? value.name : undefined;

/** A number without sign or fraction. */
export const asCount = (value: PdfValue | undefined): number | undefined =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

/** An integer, or the reference that it begins. */
const readNumber = (lexer: PdfLexer): PdfValue => {
  const value = lexer.number();
  const reference = lexer.integer();
  if (reference === undefined) return value ?? null;
  const after = lexer.at;
  if (lexer.next() === token.word && lexer.integer() !== undefined) {
    if (lexer.next() === token.word && lexer.is("R")) return { reference };
  }
  lexer.at = after;
  return reference;
};

/**
 * The end of a dictionary does not end an array, as readers have it: one without an end takes the
 * page with it.
 */
const readArray = (lexer: PdfLexer, budget: Budget, depth: number): PdfValue[] => {
  const values: PdfValue[] = [];
  for (;;) {
    const value = readNext(lexer, budget, depth);
    if (value !== undefined) values.push(value);
    else if (lexer.kind !== token.closeDictionary) return values;
  }
};

const readDictionary = (lexer: PdfLexer, budget: Budget, depth: number): PdfDictionary => {
  const dictionary = new Map<string, PdfValue>();
  for (;;) {
    const kind = lexer.next();
    if (kind === token.end || kind === token.closeDictionary) return dictionary;
    if (kind !== token.name) continue;
    const key = lexer.name();
    const value = readNext(lexer, budget, depth);
    if (value === undefined) return dictionary;
    dictionary.set(key, value);
  }
};

/** Undefined where an array or a dictionary ends. */
const readNext = (lexer: PdfLexer, budget: Budget, depth: number): PdfValue | undefined => {
  budget.reach(depth);
  switch (lexer.next()) {
    case token.name:
      return { name: lexer.name() };
    case token.word:
      return readNumber(lexer);
    case token.openDictionary:
      return readDictionary(lexer, budget, depth + 1);
    case token.openArray:
      return readArray(lexer, budget, depth + 1);
    case token.string:
    case token.other:
      return null;
    default:
      return undefined;
  }
};

/** The value that begins at the next token. Only the few that lead to the pages are built. */
export const readValue = (lexer: PdfLexer, budget: Budget): PdfValue => readNext(lexer, budget, 1) ?? null;
