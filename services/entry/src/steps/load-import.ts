import { type CommandHandler, CommandRejected } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type ImportState, importDecider } from "../domain/import.ts";
import type { ImportJobs } from "../imports/import-jobs.ts";

export interface LoadImportDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly jobs: Pick<ImportJobs, "find">;
}

/** What is known of an import without its rows. */
export interface SentImport {
  readonly importId: string;
  readonly unitId: string;
  /** Undefined for imports from before it was recorded. */
  readonly preparedBy: string | undefined;
  /** Present where the stream was read to find the unit. */
  readonly prepared?: DataOf<"ImportPrepared"> | undefined;
}

export const loadImportState = async (
  commands: Pick<CommandHandler, "load">,
  importId: string,
): Promise<ImportState> => (await commands.load(importDecider, importId)).state;

/**
 * Throws `import-not-ready` where only a job knows it, which reads the workbook or has refused it;
 * `import-unknown` without one.
 */
export const loadPrepared = async (
  { commands, jobs }: LoadImportDependencies,
  importId: string,
): Promise<DataOf<"ImportPrepared">> => {
  const { prepared } = await loadImportState(commands, importId);
  if (!prepared) throw new CommandRejected(jobs.find(importId) ? "import-not-ready" : "import-unknown");
  return prepared;
};

/** Whose an import is: from its job, while this process keeps one, else from its events. */
export const loadImport = async (
  dependencies: LoadImportDependencies,
  importId: string,
): Promise<SentImport> => {
  const job = dependencies.jobs.find(importId);
  if (job) return { importId, unitId: job.unitId, preparedBy: job.preparedBy };
  const prepared = await loadPrepared(dependencies, importId);
  return { importId, unitId: prepared.unitId, preparedBy: prepared.preparedBy, prepared };
};
