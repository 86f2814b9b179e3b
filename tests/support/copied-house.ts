import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);

/**
 * A copy of the sources in a folder of its own, to try what is added to the data. Packages of ours
 * are linked within the copy; those from outside are the same for both.
 */
export const copyHouse = async () => {
  const folder = await mkdtemp(join(tmpdir(), "sogoc-house-"));
  const wanted = (path: string) => !/^(web\/dist|web\/public)$/.test(relative(root, path));
  for (const name of [
    "packages",
    "services",
    "apps",
    "tests",
    "web",
    "docs",
    "package.json",
    "vitest.config.ts",
    "tsconfig.json",
  ])
    await cp(join(root, name), join(folder, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: wanted,
    });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  return {
    add: (path: string, content: string) => writeFile(join(folder, path), content),
    read: (path: string) => readFile(join(folder, path), "utf8"),
    /** What a program of the copy writes to its standard output. Throws where it fails. */
    run: async (...program: readonly string[]): Promise<string> =>
      (await run(process.execPath, [...program], { cwd: folder, maxBuffer: 64 * 1024 * 1024 })).stdout,
    remove: () => rm(folder, { recursive: true }),
  };
};
