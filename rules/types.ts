import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { generateApi } from "../web/generate-api.ts";

// The programs and the web application side by side: each takes one core for most of the time.
const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript")), "tsc.js");

const check = async (...options: readonly string[]): Promise<boolean> => {
  const [code] = await once(
    spawn(process.execPath, [compiler, "--noEmit", ...options], { stdio: "inherit" }),
    "exit",
  );
  return code === 0;
};

await generateApi();
const sound = await Promise.all([check(), check("-p", "web")]);
process.exitCode = sound.every(Boolean) ? 0 : 1;
