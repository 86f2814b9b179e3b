import ts from "typescript";

/** A name of the program or a code: put together of words, and no word of a sentence. */
const PUT_TOGETHER = /^[a-z]+[A-Z]\w*$|^(?:[A-Z][a-z]+){2,}$|^[a-z]+(?:-[a-z]+)+$/;

/** What a file says, apart from its comments and in them. */
export interface SaidIn {
  /** Words of the code: names, and words of its texts. */
  readonly words: ReadonlySet<string>;
  /** Names in backticks in comments, each with its line from 1. */
  readonly named: readonly { readonly name: string; readonly line: number }[];
}

const commentsOf = (source: ts.SourceFile): ReadonlyMap<number, number> => {
  const comments = new Map<number, number>();
  const look = (node: ts.Node): void => {
    for (const { pos, end } of ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? [])
      comments.set(pos, end);
    ts.forEachChild(node, look);
  };
  look(source);
  return comments;
};

/**
 * The words of a file's code, and the names put together of words that its comments have in
 * backticks. What others call so, as a keyword of a standard, stands in a comment without.
 */
export const readSaid = (file: string, text: string): SaidIn => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  let code = text;
  const named = [...commentsOf(source)].flatMap(([pos, end]) => {
    code = code.slice(0, pos) + " ".repeat(end - pos) + code.slice(end);
    return [...text.slice(pos, end).matchAll(/`([\w-]+)(?:\(\))?`/g)].flatMap(({ 1: name = "", index }) =>
      PUT_TOGETHER.test(name)
        ? [{ name, line: source.getLineAndCharacterOfPosition(pos + index).line + 1 }]
        : [],
    );
  });
  return { words: new Set(code.match(/\w+(?:-\w+)*/g)), named };
};
