import { readdirSync } from "node:fs";
import { describeMachine } from "../report.ts";
import { isKept, type Measurement, tableOfFigures } from "./figure.ts";

// `npm run measure -- <name>` runs the module of that name in this folder. Exit code 1: a promise
// is missed; 2: no such name.
const notMeasurements = new Set(["main", "figure"]);
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".spec.ts"))
  .map((file) => file.slice(0, -".ts".length))
  .filter((name) => !notMeasurements.has(name));

const [wanted = ""] = process.argv.slice(2);
if (names.includes(wanted)) {
  for (const line of describeMachine()) console.log(line);
  const { measure } = (await import(`./${wanted}.ts`)) as { readonly measure: Measurement };
  const figures = await measure((line) => console.log(line));
  console.log(["", ...tableOfFigures(figures)].join("\n"));
  process.exitCode = figures.length > 0 && figures.every(isKept) ? 0 : 1;
} else {
  console.error(`npm run measure -- <name>, one of: ${names.join(", ")}`);
  process.exitCode = 2;
}
