import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** What an operator takes runs in an image that has the right Node. */
const documents = ["*.md", "docs/guides/*.md", "docs/huong-dan/*.md", "*/*/README.md", "*/README.md"];
const files = documents.flatMap((pattern) =>
  globSync(pattern, { cwd: root, exclude: ["node_modules", "deploy"] }),
);
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

describe("commands that the documents tell people to run", () => {
  it("are none that the Node of a machine cannot run: the sources need the one that npm brings", () => {
    const plain = files.flatMap((file) =>
      [...readFileSync(`${root}${file}`, "utf8").matchAll(/`node \S+\.ts[^`]*`/g)].map(
        ([command]) => `${file}: ${command}`,
      ),
    );
    expect(files.length).toBeGreaterThan(10);
    expect(plain).toEqual([]);
  });

  it("are scripts that there are", () => {
    const missing = files.flatMap((file) =>
      [...readFileSync(`${root}${file}`, "utf8").matchAll(/npm run (?:-s )?([a-z:]+)/g)].flatMap(
        ([, script = ""]) => (script in scripts ? [] : [`${file}: ${script}`]),
      ),
    );
    expect(missing).toEqual([]);
  });
});
