import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { addresses } from "./src/addresses.ts";

const root = fileURLToPath(new URL("./", import.meta.url));
const stamp = `${root}dist/.built-from`;

/**
 * What the built application depends on: its own sources, and the routes its client is made from.
 */
const fingerprint = (): string => {
  const hash = createHash("sha256");
  const files = [
    ...globSync("{index.html,*.ts,src/**/*.{ts,tsx,css,json}}", { cwd: root }).map(
      (file) => `${root}${file}`,
    ),
    ...globSync("{services,packages}/*/src/**/*.ts", { cwd: `${root}..` }).map((file) => `${root}../${file}`),
    ...globSync("packages/registers/data/record-types/*.json", { cwd: `${root}..` }).map(
      (file) => `${root}../${file}`,
    ),
    `${root}../pnpm-lock.yaml`,
  ].filter((file) => !file.includes("/generated/") && !file.endsWith(".spec.ts"));
  for (const file of files.sort()) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest("hex");
};

const wanted = fingerprint();
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  console.log("Sổ Gốc: đang dựng ứng dụng web … / building the web application …");
  // Whoever starts the build, a test runner for one, may have said something else; React is then
  // three times as slow.
  process.env["NODE_ENV"] = "production";
  // Loaded only here: they take longer than everything else in a start that has nothing to build.
  const [{ generateApi }, { build }] = await Promise.all([import("./generate-api.ts"), import("vite")]);
  await generateApi();
  // Beside the one that may be served at this moment, which is there or not there, but never half.
  const outDir = `${root}.dist-${process.pid}`;
  await build({ root, configFile: `${root}vite.config.ts`, logLevel: "warn", build: { outDir } });
  // For who serves it; a file with a dot in front is not served itself.
  writeFileSync(`${outDir}/.addresses.json`, JSON.stringify(addresses));
  writeFileSync(`${outDir}/.built-from`, wanted);
  rmSync(`${root}dist`, { recursive: true, force: true });
  renameSync(outDir, `${root}dist`);
}
