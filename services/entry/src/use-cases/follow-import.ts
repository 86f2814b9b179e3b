import { setTimeout as pause } from "node:timers/promises";
import {
  type GetImportProgressDependencies,
  getImportProgress,
  type ImportProgressShown,
} from "./get-import-progress.ts";

const LOOK_EVERY_MS = 250;

/** Nothing follows these but what somebody asks for. */
const resting: ReadonlySet<ImportProgressShown["phase"]> = new Set([
  "prepared",
  "interrupted",
  "finished",
  "failed",
  "discarded",
]);

/** Tells how far an import is, again and again until it rests. Throws `import-unknown`. */
export async function* followImport(
  dependencies: GetImportProgressDependencies,
  importId: string,
): AsyncGenerator<ImportProgressShown> {
  for (;;) {
    const progress = await getImportProgress(dependencies, importId);
    yield progress;
    if (resting.has(progress.phase)) return;
    await pause(LOOK_EVERY_MS);
  }
}
