import { setTimeout as pause } from "node:timers/promises";
import {
  type GetImportProgressDependencies,
  getImportProgress,
  type ImportProgressShown,
} from "./get-import-progress.ts";

const POLL_MS = 250;

/** Phases that end only when a person asks for the next one. */
const phasesAtRest: ReadonlySet<ImportProgressShown["phase"]> = new Set([
  "prepared",
  "interrupted",
  "finished",
  "failed",
  "discarded",
]);

/**
 * Answers how far an import is, repeatedly until its phase is one of rest. Throws `import-unknown`.
 */
export async function* followImport(
  dependencies: GetImportProgressDependencies,
  importId: string,
): AsyncGenerator<ImportProgressShown> {
  for (;;) {
    const progress = await getImportProgress(dependencies, importId);
    yield progress;
    if (phasesAtRest.has(progress.phase)) return;
    await pause(POLL_MS);
  }
}
