import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Figure, median, percentile, type Suite } from "./harness.ts";
import { cleanBirths } from "./http/births.ts";
import { startWhole } from "./http/served-births.ts";

const PER_SECOND = 200;
const SECONDS = 10;
const PROMISED_LAG_MS = 10;
const STARTS = 3;
const PROMISED_START_S = 3;

/**
 * From the answer to a command until every read model and process of the four services has handled
 * it.
 */
const measureLags = async (folder: string) => {
  const { ports, standalone, opened } = await startWhole(folder, 1);
  const births = cleanBirths();
  const [book] = opened.books;
  if (!book) throw new Error("No book is open.");
  const lags: number[] = [];
  const sent: Promise<void>[] = [];
  const enter = async (index: number) => {
    const fields = { so: { raw: String(index + 1) }, ...births[index % births.length] };
    const answer = await standalone.server.inject({
      method: "POST",
      url: `/api/entry/v1/batches/${book.batchId}/records`,
      headers: { authorization: `Bearer ${opened.token}` },
      payload: { fields },
    });
    if (answer.statusCode !== 201) throw new Error(answer.body);
    const answered = performance.now();
    await standalone.settled();
    lags.push(performance.now() - answered);
  };
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  for (let index = 0; index < PER_SECOND * SECONDS; index++) {
    sent.push(enter(index));
    const ahead = start + ((index + 1) * 1_000) / PER_SECOND - performance.now();
    if (ahead > 0) await pause(ahead);
  }
  await Promise.all(sent);
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  await standalone.stop();
  await ports.close();
  return { lags: lags.sort((a, b) => a - b), seconds, cpu: (user + system) / lags.length };
};

const lagFigure = async (folder: string): Promise<Figure> => {
  const { lags, seconds, cpu } = await measureLags(folder);
  const [p50, p99, last] = [percentile(lags, 0.5), percentile(lags, 0.99), lags.at(-1) ?? 0];
  return {
    name: `11. lag from the answer of EnterRecord until all read models have it, at ${PER_SECOND}/s, p99`,
    baseline: `the ${PROMISED_LAG_MS} ms that were promised, over the lag`,
    ratio: PROMISED_LAG_MS / p99,
    lowest: PROMISED_LAG_MS / last,
    highest: PROMISED_LAG_MS / p50,
    rate: lags.length / seconds,
    baselineRate: PER_SECOND,
    cpu,
    baselineCpu: cpu,
    target: 1,
    note: `whole standalone, ${lags.length} births in ${SECONDS} s: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${last.toFixed(1)} ms`,
  };
};

/** Seconds of `npm start` until the server says that it is ready. */
const startOnce = async (folder: string, port: number): Promise<number> => {
  const env = { ...process.env, SOGOC_DATA: folder, SOGOC_DEMO: "false", PORT: String(port) };
  const start = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: join(import.meta.dirname, ".."),
    env,
    detached: true,
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  try {
    while (child.exitCode === null) {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
      if (answer?.ok) return (performance.now() - start) / 1_000;
      await pause(10);
    }
    throw new Error(`npm start ended with ${child.exitCode}.`);
  } finally {
    // The whole group: npm, its shell and the server.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
    await ended;
    await pause(500);
  }
};

const startFigure = async (folder: string): Promise<Figure> => {
  const port = 20_000 + (process.pid % 20_000);
  const first = await startOnce(folder, port);
  const again: number[] = [];
  for (let index = 0; index < STARTS; index++) again.push(await startOnce(folder, port));
  const [ratio, rate] = [PROMISED_START_S / median(again), 1 / median(again)];
  return {
    name: "15. cold start of the one command, the second time, until it says that it is ready",
    baseline: `the ${PROMISED_START_S} s that were promised, over the time`,
    ratio,
    rate,
    baselineRate: 1 / PROMISED_START_S,
    cpu: 0,
    baselineCpu: 0,
    target: 1,
    lowest: PROMISED_START_S / Math.max(...again),
    highest: PROMISED_START_S / Math.min(...again),
    note: `npm start over an empty folder: ${first.toFixed(2)} s, then over what it made: ${again.map((one) => one.toFixed(2)).join(", ")} s`,
  };
};

export const standingSuite: Suite = {
  name: "Lag and start",
  run: async (folder) => [await lagFigure(join(folder, "lag")), await startFigure(join(folder, "start"))],
};
