import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder } from "./harness.ts";
import { describeMachine, keepingSections, measureFloor, tableOf, withSection } from "./report.ts";
import { suites } from "./suites.ts";

// `npm run bench -- rebuild` runs only the suites whose name holds the word, and leaves
// RESULTS.md as it is, but for the sections of suites that are only run by name.
const wanted = process.argv[2]?.toLowerCase();
const results = join(import.meta.dirname, "RESULTS.md");
const published = readFileSync(results, "utf8");
const lines: string[] = [];
const say = (...more: readonly string[]) => {
  lines.push(...more);
  for (const line of more) console.log(line);
};

say(
  "# Measured promises",
  "",
  "Written by `pnpm bench`. Every promise is a ratio to a baseline measured by turns in the same process;",
  "absolute figures depend on the disk of the hour.",
  "",
);
const machine = describeMachine();
say(...machine, `- floor before: write + fdatasync of one event ${measureFloor().toFixed(2)} ms`, "");
let own = published;
for (const suite of suites) {
  if (wanted === undefined ? suite.onlyByName : !suite.name.toLowerCase().includes(wanted)) continue;
  const { folder, remove } = scratchFolder("suite");
  const from = lines.length;
  try {
    const remarks: string[] = [];
    const figures = await suite.run(folder, (line) => void remarks.push(`- ${line}`));
    if (suite.onlyByName) remarks.unshift(...machine.slice(0, 3));
    say(`## ${suite.name}`, "", ...remarks, ...(remarks.length > 0 ? [""] : []), ...tableOf(figures), "");
  } finally {
    remove();
  }
  if (suite.onlyByName) own = withSection(own, suite.name, `${lines.slice(from).join("\n")}\n`);
}
say(`Floor after: ${measureFloor().toFixed(2)} ms.`);
if (wanted === undefined) {
  const names = suites.filter(({ onlyByName }) => onlyByName).map(({ name }) => name);
  writeFileSync(results, keepingSections(`${lines.join("\n")}\n`, published, names));
} else if (own !== published) writeFileSync(results, own);
