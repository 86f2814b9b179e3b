import type { CommandContext, CommandHandler } from "@sogoc/core";
import { importDecider } from "../domain/import.ts";
import type { ImportJobs } from "../imports/import-jobs.ts";
import type { PreparedRows } from "../imports/prepared-rows.ts";

interface DiscardImportAccess {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly jobs: Pick<ImportJobs, "update">;
  readonly preparedRows: Pick<PreparedRows, "drop">;
}

/** Drops a prepared import. Throws `import-unknown` or `import-not-ready`. */
export const discardImport = async (
  { commands, jobs, preparedRows }: DiscardImportAccess,
  importId: string,
  context: CommandContext,
): Promise<void> => {
  await commands.handle(importDecider, importId, { type: "DiscardImport", importId }, context);
  preparedRows.drop(importId);
  jobs.update(importId, { phase: "discarded" });
};
