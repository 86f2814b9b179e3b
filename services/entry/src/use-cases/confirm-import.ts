import type { CommandContext, ErrorCode, Handled } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type ImportCommand, type ImportEvent, importDecider } from "../domain/import.ts";
import type { ImportJobs } from "../imports/import-jobs.ts";
import type { RunInBackground } from "../imports/run-in-background.ts";
import { type WriteImportDependencies, writeImport } from "../imports/write-import.ts";
import { type ReadModelFreshness, requireReadModelsCurrent } from "../steps/require-read-models-current.ts";

export interface ConfirmImportDependencies extends WriteImportDependencies {
  readonly jobs: ImportJobs;
  /** No reaction is waited for. */
  readonly freshnessOfReadModels: ReadModelFreshness;
}

export const confirmImportRefusals = [
  "import-not-ready",
  "import-refused",
  "import-unknown",
  "preview-differs",
  "preview-unseen",
  "second-sheet-unseen",
] as const satisfies readonly ErrorCode[];

const notWritten = {
  pointer: "/file",
  detail: "Số liệu của hệ thống chưa kịp cập nhật nên chưa ghi dòng nào. Hãy xác nhận lại sau ít phút.",
  detailEn:
    "The system's figures are not up to date yet, so no row was written. Confirm it again in a few minutes.",
};

/**
 * Confirms a prepared import and has its rows written in the background; an import that was cut off
 * is continued. Throws what `confirmImportRefusals` names.
 */
export const confirmImport = async (
  dependencies: ConfirmImportDependencies,
  prepared: DataOf<"ImportPrepared">,
  { mode, restoredRowsSeen, digest }: Omit<DataOf<"ImportConfirmed">, "importId">,
  run: RunInBackground,
  context: CommandContext,
): Promise<Handled<ImportEvent>> => {
  const { commands, jobs, freshnessOfReadModels } = dependencies;
  const { importId, unitId, recordType, fileName, sha256, size = 0, rows, good } = prepared;
  const accountId = context.actor.account;
  const command: ImportCommand = {
    type: "ConfirmImport",
    importId,
    accountId,
    mode,
    restoredRowsSeen,
    digest,
  };
  const handled = await commands.handle(importDecider, importId, command, context);
  const kept = jobs.find(importId);
  if (kept?.progress.phase === "writing" || handled.repeated) return handled;
  const preparedBy = prepared.preparedBy ?? accountId;
  const job = kept ?? jobs.start({ importId, unitId, recordType, fileName, sha256, size, preparedBy });
  // A new job starts without counts.
  jobs.update(importId, { phase: "writing", done: 0, total: rows, good });
  // The version that was seen is that of the import; each row is a command about a case.
  const rowsContext = { ...context, expectedRevision: undefined };
  void run(job, async () => {
    await requireReadModelsCurrent(freshnessOfReadModels, [notWritten]);
    await writeImport(dependencies, prepared, mode, rowsContext);
  });
  return handled;
};
