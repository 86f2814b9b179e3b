import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { generateApi } from "../web/generate-api.ts";

const compiler = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript-compiler/package.json")));

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
