import type { CommandContext, CommandHandler, ErrorCode, Handled } from "@sogoc/core";
import { type ImportEvent, importDecider } from "../domain/import.ts";
import type { ImportJobs } from "../imports/import-jobs.ts";
import type { PreparedRows } from "../imports/prepared-rows.ts";

export interface DiscardImportDependencies {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly jobs: Pick<ImportJobs, "update">;
  readonly preparedRows: Pick<PreparedRows, "drop">;
}

export const discardImportRefusals = [
  "import-not-ready",
  "import-unknown",
] as const satisfies readonly ErrorCode[];

/** Drops a prepared import. Throws what `discardImportRefusals` names. */
export const discardImport = async (
  { commands, jobs, preparedRows }: DiscardImportDependencies,
  importId: string,
  context: CommandContext,
): Promise<Handled<ImportEvent>> => {
  const handled = await commands.handle(
    importDecider,
    importId,
    { type: "DiscardImport", importId },
    context,
  );
  preparedRows.drop(importId);
  jobs.update(importId, { phase: "discarded" });
  return handled;
};
