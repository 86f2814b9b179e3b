import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Programs that print to a screen of a server; a page shows no command with a path of its own. */
const FOLDERS = ["apps", "packages", "services"];

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((name) => /\.ts$/.test(name) && !/node_modules|\.spec\.ts$|\/testing\//.test(name)),
);

/** Where a command begins that people are to copy, and what follows it in its line. */
const COMMAND = /(?:npm run sogoc -- |\bchown |\binstall -d |--[a-z-]+ (?=\$\{))(?:(?!\\n)[^\n`])*/g;
/** What is put into a text, with one level of braces in it. */
const PUT_IN = /\$\{((?:[^{}]|\{[^{}]*\})*)\}/g;
/** Words that are quoted already where they are made, or a constant. */
const QUOTED = /shellWord\(|^[a-z]\w*Words$|^[A-Z_]+$/;

/** What a source puts into commands without quoting it. */
const bareIn = (text: string): readonly string[] =>
  [...text.matchAll(COMMAND)].flatMap(([command]) =>
    // The text of the other language begins after the command.
    [...(command.split(" / ")[0] ?? "").matchAll(PUT_IN)].flatMap(([, put = ""]) =>
      QUOTED.test(put) ? [] : [put],
    ),
  );

describe("a command that is printed", () => {
  it("has every path and name in it as one word of a shell", () => {
    const found = sources.flatMap((name) =>
      bareIn(readFileSync(join(ROOT, name), "utf8")).map((put) => `${name}: ${put}`),
    );
    expect(found).toEqual([]);
  });

  it("is found where it is not", () => {
    const put = (name: string) => `$\{${name}}`;
    for (const [text, found] of [
      [`\`x: npm run sogoc -- verify --data ${put("folder")}\``, ["folder"]],
      [`\`\\n  chown -R ${put("shellWord(one)")} ${put("two")}\``, ["two"]],
      [`\`  ${put("place")} --set ${put("set")}\``, ["set"]],
      [`\`npm run sogoc -- backup list ${put("shellWord(place)")}\\n  ${put("rest")}\``, []],
    ] as const)
      expect(bareIn(text), text).toEqual(found);
    const commands = sources.filter((name) =>
      readFileSync(join(ROOT, name), "utf8").includes("npm run sogoc -- "),
    );
    expect(commands.length).toBeGreaterThan(20);
  });
});
