import { readFile } from "node:fs/promises";
import { Agent, get } from "node:http";
import { loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { hostileFiles } from "@sogoc/files/testing";
import { percentile, scratchFolder } from "../harness.ts";
import {
  prepareSending,
  type SendJob,
  type SendReport,
  type Served,
  serve,
  serveNothing,
} from "../hostile/messages.ts";
import type { MeasuredFigure, Measurement } from "./figure.ts";

const P99_MS = 50;
const MEMORY_MB = 300;
const ROWS = 20_000;
/** As many as come to the text that a workbook may have. */
const FULL_ROWS = 2_000;
const POLL_MS = 5;
const REST_MS = 2_000;
const LEAST_SECONDS = 3;

/** Answers to a file at which nobody has looked: measuring them says nothing of reading it. */
const NOT_READ = /^(40[1349]|41[23]|42[89]|50[0-9])\b|quota|busy|unknown|^$/;

/** Milliseconds that each answer took, by size. */
interface Polled {
  readonly times: readonly number[];
  /** Of a server beside it that does nothing: what the machine takes. */
  readonly bare: readonly number[];
  readonly peak: number;
}

/** Asks both servers by turns, one request after the other. */
const createPoller = (address: string, bareAddress: string, pid: number) => {
  const ask = async (agent: Agent, url: string, into: number[]) => {
    const start = performance.now();
    await new Promise<void>((resolve, reject) => {
      get(url, { agent }, (answer) => answer.resume().once("end", resolve)).once("error", reject);
    });
    into.push(performance.now() - start);
  };
  return async (work: Promise<unknown>): Promise<Polled> => {
    const agents = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })] as const;
    const [times, bare]: [number[], number[]] = [[], []];
    let peak = 0;
    let isOver = false;
    const over = work.finally(() => {
      isOver = true;
    });
    over.catch(() => {});
    while (!isOver) {
      await ask(agents[0], `${address}/health/live`, times);
      await ask(agents[1], bareAddress, bare);
      peak = Math.max(peak, await residentMegabytes(pid));
      await pause(POLL_MS);
    }
    for (const agent of agents) agent.destroy();
    await over;
    const bySize = (values: number[]) => values.sort((a, b) => a - b);
    return { times: bySize(times), bare: bySize(bare), peak };
  };
};

/** Memory of a process that is in use, in megabytes, as Linux tells it. */
const residentMegabytes = async (pid: number): Promise<number> => {
  const [, pages = "0"] = (await readFile(`/proc/${pid}/statm`, "utf8")).split(" ");
  return (Number(pages) * 4096) / 1e6;
};

const told = ({ outcome, bytes, seconds }: SendReport) =>
  `${outcome} (${(bytes / 1e6).toFixed(1)} MB, ${seconds.toFixed(1)} s)`;

interface Measured {
  readonly served: Served;
  readonly figures: readonly MeasuredFigure[];
  run(name: string, jobs: readonly SendJob[]): Promise<void>;
  stop(): void;
}

/** A server that has just started, and a bare one beside it. */
const startMeasured = async (say: (line: string) => void): Promise<Measured> => {
  const { folder, remove } = scratchFolder("hostile");
  const { served, pid, held, stop } = await serve(folder);
  const bareServer = await serveNothing();
  const poll = createPoller(served.address, bareServer.address, pid);
  const idle = await poll(pause(5_000));
  const figures: MeasuredFigure[] = [
    { name: "nothing is sent: p99 of /health/live", value: percentile(idle.times, 0.99), unit: "ms" },
    { name: "nothing is sent: p99 of a bare server", value: percentile(idle.bare, 0.99), unit: "ms" },
    { name: "nothing is sent: memory", value: idle.peak, unit: "MB" },
  ];
  const run = async (name: string, jobs: readonly SendJob[]) => {
    const sendings = jobs.map(prepareSending);
    await Promise.all(sendings.map(({ ready }) => ready));
    // Threads of the last file end when they are idle.
    await pause(REST_MS);
    await held();
    const sent = Promise.all(sendings.map((sending) => sending.send()));
    const { times, bare, peak } = await poll(sent);
    const { longest: longestHold } = await held();
    const reports = await sent;
    say(`${name}: ${reports.map(told).join("; ")}`);
    const unread = reports.filter(({ outcome }) => NOT_READ.test(outcome)).length;
    const longest = (times.at(-1) ?? 0).toFixed(0);
    const note = `longest ${longest} of ${times.length}, bare server ${percentile(bare, 0.99).toFixed(1)}, load ${(loadavg()[0] ?? 0).toFixed(0)}`;
    figures.push(
      { name: `${name}: p99`, value: percentile(times, 0.99), unit: "ms", atMost: P99_MS, note },
      { name: `${name}: longest hold of the main thread`, value: longestHold, unit: "ms", atMost: P99_MS },
      { name: `${name}: sent and not read`, value: unread, unit: "files", atMost: 0 },
      { name: `${name}: memory over idle`, value: peak - idle.peak, unit: "MB", atMost: MEMORY_MB },
    );
  };
  const stopAll = () => {
    stop();
    bareServer.stop();
    remove();
  };
  return { served, figures, run, stop: stopAll };
};

const measureHostile: Measurement = async (say) => {
  const { served, figures, run, stop } = await startMeasured(say);
  const jobs = hostileFiles.map(({ name, kind, fileName, largest }): SendJob => {
    return { served, kind, fileName, hostile: { name, bytes: largest }, leastSeconds: LEAST_SECONDS };
  });
  const scans = jobs.filter(({ kind }) => kind === "scan");
  const workbooks = jobs.filter(({ kind }) => kind === "workbook");
  for (const job of jobs) await run(job.hostile?.name ?? "", [job]);
  await run("six scans at once", scans.slice(0, 6));
  await run("six workbooks at once", workbooks.slice(0, 6));
  await run("three scans and three workbooks at once", [...scans.slice(1, 4), ...workbooks.slice(1, 4)]);
  stop();
  return figures;
};

/**
 * By a server of its own, as the good workbook: what an accepted import leaves (its rows, full
 * caches) stays, and would count for the files that are refused after it.
 */
const measureFullRows: Measurement = async (say) => {
  const { served, figures, run, stop } = await startMeasured(say);
  const full: SendJob = {
    served,
    kind: "workbook",
    fileName: "so.xlsx",
    fullRows: FULL_ROWS,
    leastSeconds: 0.1,
  };
  await run("rows that say as much as they may, under a true header", [full]);
  await run("six of the rows that say as much as they may", Array(6).fill(full));
  stop();
  return figures;
};

const measureGood: Measurement = async (say) => {
  const { served, figures, run, stop } = await startMeasured(say);
  await run(`a good workbook of ${ROWS} rows`, [
    { served, kind: "workbook", fileName: "so.xlsx", rows: ROWS, leastSeconds: 0.1 },
  ]);
  stop();
  return figures;
};

/**
 * While hostile files of full size are read, one by one and six at once, the server answers and
 * stays small. A bare server is asked by turns with it: what that one takes is the machine's, and
 * no fault of the server. Holds of the main thread are counted in processor time, which a busy
 * machine does not change.
 */
export const measure: Measurement = async (say) => [
  ...(await measureHostile(say)),
  ...(await measureFullRows(say)),
  ...(await measureGood(say)),
];
