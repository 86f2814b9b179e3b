import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export interface WorkbookJob {
  readonly file: string;
  readonly rows: number;
}

export interface WorkbookMade {
  readonly books: readonly string[];
}

export interface ImportJob {
  readonly folder: string;
  readonly file: string;
  readonly books: readonly string[];
}

/** Seconds, CPU microseconds and bytes. */
export interface ImportReport {
  readonly rows: number;
  readonly prepare: number;
  readonly write: number;
  /** From the last row to the moment when every read model of every service has it. */
  readonly settle: number;
  readonly cpu: number;
  readonly peakRss: number;
  readonly again: { readonly seconds: number; readonly unchanged: number; readonly events: number };
}

export interface UploadJob {
  /** Address of the import route with its query. */
  readonly address: string;
  readonly token: string;
  readonly file: string;
}

export interface UploadReport {
  readonly importId: string;
}

export interface RawJob {
  readonly folder: string;
  readonly file: string;
}

export interface RawReport {
  readonly parse: number;
  readonly insert: number;
  readonly cpu: number;
}

/**
 * Runs a program, by its path from this folder, in a process of its own, gives it one job and
 * awaits its one report.
 */
export const inOwnProcess = async <Report>(
  program: string,
  job: object,
  flags: readonly string[] = [],
): Promise<Report> => {
  const child = fork(join(import.meta.dirname, program), { execArgv: [...flags] });
  child.send(job);
  const failed = once(child, "exit").then(([code]) => {
    throw new Error(`${program} ended with ${String(code)} before it reported.`);
  });
  // Sent by the program with `reportOnce`.
  const [report] = (await Promise.race([once(child, "message"), failed])) as [Report];
  failed.catch(() => {});
  return report;
};

export const reportOnce = <Report extends object>(report: Report): void => {
  process.send?.(report, () => process.exit(0));
};
