import { CommandRejected, engineRejectionOf } from "@sogoc/core";
import { commonProblems, framesOf, type ProblemTexts } from "@sogoc/http";
import { problems } from "../problems.ts";
import type { ImportJob, ImportJobs } from "./import-jobs.ts";

interface ErrorLog {
  error(details: object, message: string): void;
}

/**
 * Does work that goes on after the request was answered; an error ends up in the job. Resolves when
 * the work is over, however it ended.
 */
export type RunInBackground = (job: ImportJob, work: () => Promise<void>) => Promise<void>;

const texts: ProblemTexts = { ...commonProblems, ...problems };

/** Texts of a code, for a refusal that brings none with it, such as that of a full disk. */
const wordsFor = (code: string): ImportJob["progress"]["failureDetail"] => {
  const text = texts[code];
  return text && { vi: text.vi, en: text.en };
};

/**
 * An error that is no refusal is a fault of the program: it goes to `log`, without data of cases.
 */
export const runInBackground =
  (jobs: Pick<ImportJobs, "update">, log: ErrorLog): RunInBackground =>
  ({ importId }, work) =>
    work().catch((error: unknown) => {
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
        failureDetail: problem
          ? { vi: problem.detail, en: problem.detailEn ?? problem.detail }
          : wordsFor(rejected?.code ?? "internal"),
      });
    });
