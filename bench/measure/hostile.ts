import { readFile } from "node:fs/promises";
import { Agent, get } from "node:http";
import { loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { hostileFiles } from "@sogoc/files/testing";
import { percentile, scratchFolder } from "../harness.ts";
import { prepareSending, type SendJob, type SendReport, serve } from "../hostile/messages.ts";
import type { MeasuredFigure, Measurement } from "./figure.ts";

const P99_MS = 50;
const MEMORY_MB = 300;
const ROWS = 20_000;
const POLL_MS = 5;

/** Asks whether the server lives, one time after the other; answers the times in milliseconds, by size. */
const pollWhile = async (address: string, pid: number, work: Promise<unknown>) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  let peak = 0;
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  over.catch(() => {});
  while (!isOver) {
    const start = performance.now();
    await new Promise<void>((resolve, reject) => {
      get(`${address}/health/live`, { agent }, (answer) => answer.resume().once("end", resolve)).once(
        "error",
        reject,
      );
    });
    times.push(performance.now() - start);
    peak = Math.max(peak, await residentMegabytes(pid));
    await pause(POLL_MS);
  }
  agent.destroy();
  await over;
  return { times: times.sort((a, b) => a - b), peak };
};

/** Memory of a process that is in use, in megabytes, as Linux tells it. */
const residentMegabytes = async (pid: number): Promise<number> => {
  const [, pages = "0"] = (await readFile(`/proc/${pid}/statm`, "utf8")).split(" ");
  return (Number(pages) * 4096) / 1e6;
};

const told = ({ outcome, bytes, seconds }: SendReport) =>
  `${outcome} (${(bytes / 1e6).toFixed(1)} MB, ${seconds.toFixed(1)} s)`;

/**
 * While hostile files of full size are read, one by one and six at once, the server answers and stays small. The poller's times
 * beside an idle server are told first: what the machine itself takes is no fault of the server.
 */
export const measure: Measurement = async (say) => {
  const { folder, remove } = scratchFolder("hostile");
  const { served, pid, stop } = await serve(folder);
  const { address } = served;
  const idle = await pollWhile(address, pid, pause(5_000));
  const idleMegabytes = idle.peak;
  const figures: MeasuredFigure[] = [
    { name: "nothing is sent: p99 of /health/live", value: percentile(idle.times, 0.99), unit: "ms" },
    { name: "nothing is sent: longest", value: idle.times.at(-1) ?? 0, unit: "ms" },
    { name: "nothing is sent: memory", value: idleMegabytes, unit: "MB" },
  ];
  const run = async (name: string, jobs: readonly SendJob[]) => {
    const sendings = jobs.map(prepareSending);
    await Promise.all(sendings.map(({ ready }) => ready));
    const sent = Promise.all(sendings.map((sending) => sending.send()));
    const { times, peak } = await pollWhile(address, pid, sent);
    const note = `${(await sent).map(told).join("; ")}; longest ${(times.at(-1) ?? 0).toFixed(0)} ms of ${times.length}, load ${(loadavg()[0] ?? 0).toFixed(1)}`;
    say(`${name}: ${note}`);
    figures.push(
      { name: `${name}: p99`, value: percentile(times, 0.99), unit: "ms", atMost: P99_MS, note },
      { name: `${name}: memory over idle`, value: peak - idleMegabytes, unit: "MB", atMost: MEMORY_MB },
    );
  };

  const jobs = hostileFiles.map(({ name, kind, fileName, largest }): SendJob => {
    return { served, kind, fileName, hostile: { name, bytes: largest } };
  });
  for (const job of jobs) await run(job.hostile?.name ?? "", [job]);
  await run(`a good workbook of ${ROWS} rows`, [
    { served, kind: "workbook", fileName: "so.xlsx", rows: ROWS },
  ]);
  const scans = jobs.filter(({ kind }) => kind === "scan");
  const workbooks = jobs.filter(({ kind }) => kind === "workbook");
  await run("six workbooks at once", workbooks.slice(0, 6));
  await run("three scans and three workbooks at once", [...scans.slice(0, 3), ...workbooks.slice(1, 4)]);
  stop();
  remove();
  return figures;
};
