import { expect, it } from "vitest";
import { readSaid } from "./names-in-comments.ts";

const lines = [
  "/** Throws what `readPreviewRefusals` names, or `scan-missing`. */",
  'export const showPreview = () => refuse("not-ready");',
  "// Beside `BatchView`, `here`, `7b` and `listAll()`.",
];

it("names in backticks are read from comments, and the words of the code apart from them", () => {
  const { words, named } = readSaid("a.ts", `${lines.join("\n")}\nexport const last = 1;\n`);
  expect(named).toEqual([
    { name: "readPreviewRefusals", line: 1 },
    { name: "scan-missing", line: 1 },
    { name: "BatchView", line: 3 },
    { name: "listAll", line: 3 },
  ]);
  expect([...words]).toEqual(expect.arrayContaining(["showPreview", "refuse", "not-ready", "last"]));
  expect(words.has("readPreviewRefusals")).toBe(false);
});
