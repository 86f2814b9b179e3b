import { CommandRejected, NO_STREAM } from "@sogoc/core";
import { importDecider } from "../domain/import.ts";
import type { ImportProgress } from "../imports/import-jobs.ts";
import type { UploadReader } from "../read-models/uploads.ts";
import type { LoadImportDependencies } from "../steps/load-import.ts";

export interface GetImportProgressDependencies extends LoadImportDependencies {
  readonly uploads: UploadReader;
}

/** How far an import is. `interrupted`: confirmed, and cut off while it was being written. */
export interface ImportProgressShown extends Omit<ImportProgress, "phase"> {
  readonly importId: string;
  readonly phase: ImportProgress["phase"] | "interrupted";
  /** 0 to 100; null while the rows are not counted yet. */
  readonly percent: number | null;
  /** Revision of the import's stream, from which a decision about it is made. */
  readonly revision: number;
}

const nothingWritten = { state: importDecider.initialState(), revision: NO_STREAM };

const percentOf = (done: number, total: number): number =>
  total === 0 ? 100 : Math.floor((done / total) * 100);

/**
 * Returns progress from the import's job, while this process keeps one, else from its events.
 * Throws `import-unknown`.
 */
export const getImportProgress = async (
  { commands, jobs, uploads }: GetImportProgressDependencies,
  importId: string,
): Promise<ImportProgressShown> => {
  const isBeingRead = jobs.find(importId)?.progress.phase === "preparing";
  // Read before the job, so that the revision is never newer than the progress shown with it.
  const { state, revision } = isBeingRead ? nothingWritten : await commands.load(importDecider, importId);
  const job = jobs.find(importId);
  if (job) {
    const { done, total } = job.progress;
    return { importId, ...job.progress, percent: total === null ? null : percentOf(done, total), revision };
  }
  const { status, prepared } = state;
  if (!prepared || status === "none") throw new CommandRejected("import-unknown");
  const { rows, good, refused, unchanged } = prepared;
  const phase = status === "confirmed" ? "interrupted" : status;
  const written = (await uploads.find(importId))?.written ?? 0;
  // Only the written rows of an import that was cut off are known; all others wait to be confirmed
  // again.
  const done = phase === "interrupted" ? Math.min(rows, refused + unchanged + written) : rows;
  const percent = percentOf(done, rows);
  return { importId, phase, percent, done, total: rows, good, refused, unchanged, written, revision };
};
