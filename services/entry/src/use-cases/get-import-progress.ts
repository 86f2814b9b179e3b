import { CommandRejected } from "@sogoc/core";
import type { ImportProgress } from "../imports/import-jobs.ts";
import type { UploadReader } from "../read-models/uploads.ts";
import { type ImportAccess, loadImportState } from "../steps/load-import.ts";

export interface ImportProgressAccess extends ImportAccess {
  readonly uploads: UploadReader;
}

/** How far an import is. `interrupted`: confirmed, and cut off while it was being written. */
export interface ImportProgressShown extends Omit<ImportProgress, "phase"> {
  readonly importId: string;
  readonly phase: ImportProgress["phase"] | "interrupted";
  /** 0 to 100; null while the rows are not counted yet. */
  readonly percent: number | null;
}

const percentOf = (done: number, total: number): number =>
  total === 0 ? 100 : Math.floor((done / total) * 100);

/**
 * Progress from the running job, or, after a restart, from what the import's events say. Throws
 * `import-unknown`.
 */
export const getImportProgress = async (
  { commands, jobs, uploads }: ImportProgressAccess,
  importId: string,
): Promise<ImportProgressShown> => {
  const job = jobs.find(importId);
  if (job) {
    const { done, total } = job.progress;
    return { importId, ...job.progress, percent: total === null ? null : percentOf(done, total) };
  }
  const { status, prepared } = await loadImportState(commands, importId);
  if (!prepared || status === "none") throw new CommandRejected("import-unknown");
  const { rows, good, refused, unchanged } = prepared;
  const phase = status === "confirmed" ? "interrupted" : status;
  const written = (await uploads.find(importId))?.written ?? 0;
  // What was cut off tells what it has written: every other row waits to be confirmed again.
  const done = phase === "interrupted" ? Math.min(rows, refused + unchanged + written) : rows;
  const percent = percentOf(done, rows);
  return { importId, phase, percent, done, total: rows, good, refused, unchanged, written };
};
