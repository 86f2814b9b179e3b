// Installs the workspace when something is missing, and does nothing when all is in place.
// Runs on whatever Node the machine has (18 or later), so it uses nothing newer.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));
const stampFile = join(root, "node_modules", ".sogoc-setup");
/** Folders of packages: one that is added is installed too. */
const manifestsIn = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .map(({ name }) => join(folder, name, "package.json"))
    .filter((file) => existsSync(join(root, file)));
const present = (folder) => existsSync(join(root, folder));
const inputs = [
  ...["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json"],
  ...["packages", "services", "apps"].filter(present).flatMap(manifestsIn).sort(),
];

const hash = createHash("sha256");
for (const file of inputs) hash.update(readFileSync(join(root, file)));
const wanted = hash.digest("hex");

const nodeBinary = join(root, "node_modules", ".bin", "node");
const isInstalled =
  existsSync(stampFile) && existsSync(nodeBinary) && readFileSync(stampFile, "utf8") === wanted;

if (!isInstalled) {
  console.log("Sổ Gốc: đang cài đặt những gì còn thiếu / installing what is missing …");
  // Packages that another program has put here are taken away without a question that, without a
  // terminal, would end it.
  const options = ["--frozen-lockfile", "--config.confirmModulesPurge=false"];
  const install = spawnSync("npx", ["--yes", "pnpm@10", "install", ...options], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (install.status !== 0) process.exit(install.status ?? 1);
  writeFileSync(stampFile, wanted);
}
