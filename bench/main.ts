import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder } from "./harness.ts";
import { describeMachine, measureFloor, tableOf } from "./report.ts";
import { suites } from "./suites.ts";

// `node bench/main.ts rebuild` runs only the suites whose name holds the word, and leaves RESULTS.md as it is.
const wanted = process.argv[2]?.toLowerCase();
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
say(
  ...describeMachine(),
  `- floor before: write + fdatasync of one event ${measureFloor().toFixed(2)} ms`,
  "",
);
for (const suite of suites) {
  if (wanted !== undefined && !suite.name.toLowerCase().includes(wanted)) continue;
  const { folder, remove } = scratchFolder("suite");
  try {
    say(`## ${suite.name}`, "", ...tableOf(await suite.run(folder)), "");
  } finally {
    remove();
  }
}
say(`Floor after: ${measureFloor().toFixed(2)} ms.`);
if (wanted === undefined) writeFileSync(join(import.meta.dirname, "RESULTS.md"), `${lines.join("\n")}\n`);
