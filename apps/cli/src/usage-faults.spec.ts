import { Command } from "commander";
import { expect, it } from "vitest";
import { usageFaultInWords } from "./usage-faults.ts";

/** What the parser itself says to these words. */
const said = (words: readonly string[]): string => {
  let text = "";
  const program = new Command("sogoc").exitOverride().configureOutput({
    writeErr: () => {},
    outputError: (message) => {
      text = message;
    },
  });
  program
    .command("restore <from>")
    .requiredOption("--as <name>")
    .action(() => {});
  expect(() => program.parse(words, { from: "user" })).toThrow();
  return usageFaultInWords(text);
};

it.each([
  [["restore", "--as", "a"], "Thiếu <from> / error: missing required argument 'from'\n"],
  [["restore", "x"], "Thiếu --as <name> / error: required option '--as <name>' not specified\n"],
  [["restore", "x", "--as"], "Sau --as <name> phải có một giá trị / error: option"],
  [["restore", "x", "--as", "a", "--la"], "Không có lựa chọn --la / error: unknown option '--la'"],
  [["restor"], "Không có lệnh restor / error: unknown command 'restor'\n(Did you mean restore?)"],
  [["restore", "x", "y", "z", "--as", "a"], "Thừa: x, y, z / error: too many arguments"],
])("%j is refused in Vietnamese first", (words, begins) => {
  expect(said(words).slice(0, begins.length)).toBe(begins);
});
