import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Measurement } from "./figure.ts";

const root = join(import.meta.dirname, "..", "..");
const PORT = 18_258;

const answers = (): Promise<boolean> =>
  fetch(`http://127.0.0.1:${PORT}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

/**
 * Milliseconds from `npm start` to the first answer that says ready. Throws when the command ends
 * before.
 */
const timeStart = async (): Promise<number> => {
  if (await answers()) throw new Error(`Something else answers at port ${PORT}.`);
  const begun = performance.now();
  // A group of its own: npm does not hand signals on to what it started.
  const started = spawn("npm", ["start"], {
    cwd: root,
    detached: true,
    stdio: "ignore",
    env: { ...process.env, PORT: String(PORT) },
  });
  const gone = new Promise<void>((resolve) => started.once("exit", () => resolve()));
  while (!(await answers())) {
    if (started.exitCode !== null) throw new Error("npm start ended.");
    await pause(20);
  }
  const took = performance.now() - begun;
  if (started.pid !== undefined) process.kill(-started.pid, "SIGTERM");
  await gone;
  while (await answers()) await pause(50);
  return took;
};

/**
 * From the command to a system that is ready: with no demo data and no built web application, and
 * again.
 */
export const measure: Measurement = async (say) => {
  for (const made of [".data/demo", "web/dist"]) rmSync(join(root, made), { recursive: true, force: true });
  const first = await timeStart();
  say(`first start: ${Math.round(first)} ms`);
  const again: number[] = [];
  for (let round = 0; round < 5; round++) again.push(await timeStart());
  const second = again.toSorted((one, other) => one - other)[2] ?? 0;
  return [
    { name: "first start: web application built, demo seeded", value: first / 1_000, unit: "s", atMost: 120 },
    {
      name: "start on data that is there, median of five",
      value: second / 1_000,
      unit: "s",
      atMost: 2,
      note: "npm, which starts it, included",
    },
  ];
};
