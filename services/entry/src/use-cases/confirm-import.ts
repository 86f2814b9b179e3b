import type { CommandContext } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type ImportCommand, importDecider } from "../domain/import.ts";
import type { ImportJobs } from "../imports/import-jobs.ts";
import type { RunBehind } from "../imports/run-behind.ts";
import { type LogProgress, requireReadModels } from "./require-read-models.ts";
import { type WriteImportAccess, writeImport } from "./write-import.ts";

interface ConfirmImportAccess extends WriteImportAccess {
  readonly jobs: ImportJobs;
  /** Of the read models alone. */
  readonly shown: LogProgress;
}

const notWritten = {
  pointer: "/file",
  detail: "Số liệu của hệ thống chưa kịp cập nhật nên chưa ghi dòng nào. Hãy xác nhận lại sau ít phút.",
  detailEn:
    "The system's figures are not up to date yet, so no row was written. Confirm it again in a few minutes.",
};

/**
 * Confirms a prepared import and has its rows written behind the answer; one that was cut off goes
 * on. Throws `import-unknown`, `import-not-ready` or `import-refused`.
 */
export const confirmImport = async (
  access: ConfirmImportAccess,
  prepared: DataOf<"ImportPrepared">,
  mode: DataOf<"ImportConfirmed">["mode"],
  run: RunBehind,
  context: CommandContext,
): Promise<void> => {
  const { commands, jobs, shown } = access;
  const { importId, unitId, recordType, fileName, sha256, size = 0, rows, good } = prepared;
  const command: ImportCommand = { type: "ConfirmImport", importId, mode };
  const handled = await commands.handle(importDecider, importId, command, context);
  const running = jobs.find(importId);
  if (running?.progress.phase === "writing" || handled.repeated) return;
  const startedBy = prepared.preparedBy ?? context.actor.account;
  const job = running ?? jobs.start({ importId, unitId, recordType, fileName, sha256, size, startedBy });
  // A job that was begun anew, after a restart, knows of no row yet.
  jobs.update(importId, { phase: "writing", done: 0, total: rows, good });
  run(job, async () => {
    await requireReadModels(shown, [notWritten]);
    await writeImport(access, prepared, mode, context);
  });
};
