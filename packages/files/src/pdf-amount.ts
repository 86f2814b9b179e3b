import { type PdfLexer, token } from "./pdf-lexer.ts";

/** A number, or the object that holds it. */
export type Amount = number | { readonly reference: number };

/** What stands behind a name, or in an object; the lexer stays where it is. */
export const readAmount = (lexer: PdfLexer): Amount => {
  const after = lexer.at;
  const value = lexer.next() === token.word ? (lexer.number() ?? 0) : 0;
  const isReference = lexer.next() === token.word && lexer.next() === token.word && lexer.is("R");
  lexer.at = after;
  return isReference ? { reference: value } : value;
};
