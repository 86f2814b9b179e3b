import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { readSaid } from "./names-in-comments.ts";

/** The room that a file is in, as `services/entry`; what `packages` say is known in all. */
const roomOf = (file: string): string => /^(?:services|apps)\/[^/]+|^[^/]+/.exec(file)?.[0] ?? "";

const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.ts", "*.tsx", "*.mjs"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "");
const said = files.map((file) => ({ file, ...readSaid(file, readFileSync(file, "utf8")) }));
const byRoom = Map.groupBy(said, ({ file }) => roomOf(file));
const isKnown = (name: string, room: string): boolean =>
  [room, "packages"].some((known) => byRoom.get(known)?.some(({ words }) => words.has(name)));

const found = said.flatMap(({ file, named }) =>
  named
    .filter(({ name }) => !isKnown(name, roomOf(file)))
    .map(({ name, line }) => `${file}:${line}: nothing is called \`${name}\``),
);
for (const place of found) console.error(place);
process.exitCode = found.length === 0 ? 0 : 1;
