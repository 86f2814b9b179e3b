/** How far an import has come. Counts are rows. */
export interface ImportProgress {
  readonly phase: "preparing" | "prepared" | "writing" | "finished" | "failed" | "discarded";
  /** Rows handled in this phase. */
  readonly done: number;
  /** Rows of the file, once they have been counted. */
  readonly total: number | null;
  readonly good: number;
  readonly refused: number;
  readonly unchanged: number;
  readonly written: number;
  /** Error code where the phase is `failed`. */
  readonly failure?: string | undefined;
  readonly failureDetail?: { readonly vi: string; readonly en: string } | undefined;
}

export interface ImportJob {
  readonly importId: string;
  readonly unitId: string;
  readonly recordType: string;
  readonly fileName: string;
  readonly sha256: string;
  /** Bytes of the file. */
  readonly size: number;
  readonly preparedBy: string;
  progress: ImportProgress;
}

/**
 * The last imports of this process, under way or over; what must outlive it is in the import's own
 * events.
 */
export interface ImportJobs {
  start(job: Omit<ImportJob, "progress">): ImportJob;
  find(importId: string): ImportJob | undefined;
  update(importId: string, change: Partial<ImportProgress>): void;
}

const KEPT = 200;

export const createImportJobs = (): ImportJobs => {
  const jobs = new Map<string, ImportJob>();
  return {
    start(job) {
      const started: ImportJob = {
        ...job,
        progress: { phase: "preparing", done: 0, total: null, good: 0, refused: 0, unchanged: 0, written: 0 },
      };
      jobs.set(job.importId, started);
      const oldest = jobs.size > KEPT ? jobs.keys().next().value : undefined;
      if (oldest !== undefined) jobs.delete(oldest);
      return started;
    },
    find: (importId) => jobs.get(importId),
    update(importId, change) {
      const job = jobs.get(importId);
      if (job) job.progress = { ...job.progress, ...change };
    },
  };
};
