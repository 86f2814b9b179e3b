import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Measurement } from "./figure.ts";

const root = join(import.meta.dirname, "..", "..");
const ENDLESS_LOOPS = 8;

interface Run {
  readonly seconds: number;
  /** 0 where every test passed. */
  readonly code: number;
}

const runTests = (): Promise<Run> =>
  new Promise((resolve, reject) => {
    const begun = performance.now();
    const tests = spawn("npm", ["test"], { cwd: root, stdio: "ignore" });
    tests.once("error", reject);
    tests.once("exit", (code) => resolve({ seconds: (performance.now() - begun) / 1_000, code: code ?? 1 }));
  });

/** Runs the tests while as many processes as asked for do nothing but count. */
const besideLoops = async (count: number): Promise<Run> => {
  const loops = Array.from({ length: count }, () => spawn(process.execPath, ["-e", "for (;;);"]));
  try {
    return await runTests();
  } finally {
    for (const loop of loops) loop.kill("SIGKILL");
  }
};

/**
 * `npm test`, by itself and beside eight endless loops: quick on a quiet machine, green on both.
 */
export const measure: Measurement = async (say) => {
  const quiet = await besideLoops(0);
  say(`by itself: ${Math.round(quiet.seconds)} s, exit code ${quiet.code}`);
  const busy = await besideLoops(ENDLESS_LOOPS);
  say(`beside ${ENDLESS_LOOPS} endless loops: ${Math.round(busy.seconds)} s, exit code ${busy.code}`);
  return [
    { name: "npm test, quiet machine", value: quiet.seconds, unit: "s", atMost: 300 },
    { name: "its exit code", value: quiet.code, unit: "", atMost: 0 },
    { name: `npm test beside ${ENDLESS_LOOPS} endless loops`, value: busy.seconds, unit: "s" },
    { name: "its exit code", value: busy.code, unit: "", atMost: 0 },
  ];
};
