import { CommandRejected } from "@sogoc/core";
import { engineRejectionOf, framesOf } from "@sogoc/http";
import type { ImportJob, ImportJobs } from "./import-jobs.ts";

interface ErrorLog {
  error(details: object, message: string): void;
}

/** Runs on after the answer; what goes wrong is told by the job. */
export type RunBehind = (job: ImportJob, work: () => Promise<void>) => void;

/** What is not a refusal is a fault of the program, and goes to `log` without what it was about. */
export const runBehind =
  (jobs: Pick<ImportJobs, "update">, log: ErrorLog): RunBehind =>
  ({ importId }, work) => {
    void work().catch((error: unknown) => {
      const rejected = error instanceof CommandRejected ? error : engineRejectionOf(error);
      const [problem] = rejected?.problems ?? [];
      if (!rejected) {
        const kind = error instanceof Error ? error.name : "unknown";
        const stack = error instanceof Error ? framesOf(error) : undefined;
        log.error({ kind, stack, importId }, "import failed");
      }
      jobs.update(importId, {
        phase: "failed",
        failure: rejected?.code ?? "internal",
        failureDetail: problem ? { vi: problem.detail, en: problem.detailEn ?? problem.detail } : undefined,
      });
    });
  };
