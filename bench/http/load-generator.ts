import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/**
 * Requests with the numbers `first`, `first + 1`, …; `@NUMBER@` in a body becomes the case's number
 * in its book.
 */
export interface LoadJob {
  readonly port: number;
  readonly token: string;
  readonly connections: number;
  readonly bodies: readonly string[];
  /** One per book. */
  readonly paths: readonly string[];
  readonly numbersPerPath: number;
  readonly first: number;
  readonly count: number;
  /** Status that every answer must have. */
  readonly status: number;
}

export interface LoadReport {
  readonly refusals: number;
  readonly firstRefusal: string;
  /** Milliseconds from request to answer, in the order of the answers. */
  readonly times: readonly number[];
}

/**
 * Sends requests from a process of its own, so that neither its work nor its CPU time counts for
 * the server.
 */
export const startLoadGenerator = () => {
  const child = fork(join(import.meta.dirname, "load.ts"), { execArgv: [] });
  return {
    /** Throws when any answer has another status. */
    async send(job: LoadJob): Promise<LoadReport> {
      child.send(job);
      // Sent by `load.ts`.
      const [report] = (await once(child, "message")) as [LoadReport];
      if (report.refusals > 0) {
        throw new Error(`${report.refusals} of ${job.count} refused: ${report.firstRefusal}`);
      }
      return report;
    },
    stop: () => void child.kill(),
  };
};
