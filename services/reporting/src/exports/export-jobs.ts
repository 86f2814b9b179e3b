import type { ExportKind } from "@sogoc/access";
import type { BlobInfo, PasswordHands } from "@sogoc/core";

/** The three files of a finished export. */
export interface ExportFiles {
  readonly workbook: BlobInfo;
  readonly scans: BlobInfo;
  readonly manifest: BlobInfo;
}

/**
 * Who has a hand in the request is kept beside who asked. Steps are rows of the two big sheets and
 * scans.
 */
export interface ExportJob extends PasswordHands {
  readonly exportId: string;
  readonly bookId: string;
  readonly unitId: string;
  /** Exports from before this was kept do not say what they are. */
  readonly kind: ExportKind | undefined;
  /** Who asked for it, and when. */
  readonly account: string;
  readonly at: string;
  phase: "workbook" | "scans" | "finished" | "failed";
  done: number;
  total: number | null;
  files?: ExportFiles | undefined;
  failure?: string | undefined;
  /** The same in words, where it is the book that cannot be exported as it is. */
  failureDetail?: { readonly vi: string; readonly en: string } | undefined;
}

/** Exports under way in this process; a finished one is found again by its event. */
export interface ExportJobs {
  start(job: Omit<ExportJob, "phase" | "done" | "total" | "files" | "failure" | "failureDetail">): ExportJob;
  find(exportId: string): ExportJob | undefined;
}

const KEPT = 200;

export const createExportJobs = (): ExportJobs => {
  const jobs = new Map<string, ExportJob>();
  return {
    start(job) {
      const started: ExportJob = { ...job, phase: "workbook", done: 0, total: null };
      jobs.set(job.exportId, started);
      const oldest = jobs.size > KEPT ? jobs.keys().next().value : undefined;
      if (oldest !== undefined) jobs.delete(oldest);
      return started;
    },
    find: (exportId) => jobs.get(exportId),
  };
};
