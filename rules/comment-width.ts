import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import ts from "typescript";

/** Columns that a line with a comment may have. */
const MOST_COLUMNS = 100;

/**
 * Line numbers, from 1, of comments that are too wide. An address that cannot be broken may stand
 * alone, and so may a word to a tool.
 */
const wideComments = (file: string, text: string): readonly number[] => {
  const lines = text.split("\n");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const seen = new Set<number>();
  const look = (node: ts.Node): void => {
    for (const { pos, end } of ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []) {
      const first = source.getLineAndCharacterOfPosition(pos).line;
      const last = source.getLineAndCharacterOfPosition(end).line;
      for (let line = first; line <= last; line++) seen.add(line);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return [...seen]
    .filter((line) => {
      const written = lines[line] ?? "";
      return [...written].length > MOST_COLUMNS && !/^\W*(https?:\/\/\S+$|biome-ignore )/.test(written);
    })
    .map((line) => line + 1);
};

const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.ts", "*.tsx", "*.mjs"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "");
const found = files.flatMap((file) =>
  wideComments(file, readFileSync(file, "utf8")).map((line) => `${file}:${line}`),
);
for (const place of found) console.error(`${place}: a comment is wider than ${MOST_COLUMNS} columns`);
process.exitCode = found.length === 0 ? 0 : 1;
