import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const compiler = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript-compiler/package.json")));

const check = async (...options: readonly string[]): Promise<boolean> => {
  const [code] = await once(
    spawn(process.execPath, [compiler, "--noEmit", ...options], { stdio: "inherit" }),
    "exit",
  );
  return code === 0;
};

/**
 * The types of the application are made by the services themselves, which do not start where what
 * they are made of is misspelt: then the compiler tells file and line, and the window's types wait.
 */
const generate = async (): Promise<unknown> => {
  try {
    const { generateApi } = await import("../web/generate-api.ts");
    await generateApi();
    return undefined;
  } catch (error) {
    return error;
  }
};

const failure = await generate();
const sound = await Promise.all(failure === undefined ? [check(), check("-p", "web")] : [check()]);
// Where the compiler finds nothing, what was thrown is all there is to tell.
if (failure !== undefined && sound.every(Boolean)) console.error(failure);
process.exitCode = failure === undefined && sound.every(Boolean) ? 0 : 1;
