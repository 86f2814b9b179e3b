import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Measurement } from "./figure.ts";

const root = join(import.meta.dirname, "..", "..");

/**
 * How long the compiler takes over everything, nothing kept from an earlier run; the best of three.
 */
export const measure: Measurement = async (say) => {
  const took = [1, 2, 3].map((round) => {
    const begun = performance.now();
    execFileSync(process.execPath, [join(root, "rules", "types.ts")], { cwd: root });
    const seconds = (performance.now() - begun) / 1_000;
    say(`round ${round}: ${seconds.toFixed(1)} s`);
    return seconds;
  });
  return [{ name: "types of everything", value: Math.min(...took), unit: "s", atMost: 20 }];
};
