import { setTimeout as pause } from "node:timers/promises";
import {
  type GetImportProgressDependencies,
  getImportProgress,
  type ImportProgressShown,
} from "./get-import-progress.ts";

const POLL_MS = 250;

/** Phases in which nothing happens until a person does something. */
const phasesAtRest: ReadonlySet<ImportProgressShown["phase"]> = new Set([
  "prepared",
  "interrupted",
  "finished",
  "failed",
  "discarded",
]);

/** Yields how far an import is, again and again until it rests. Throws `import-unknown`. */
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
