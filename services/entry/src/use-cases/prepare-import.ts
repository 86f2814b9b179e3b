import { createReadStream } from "node:fs";
import {
  type Blobs,
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  createTurns,
  uuidFrom,
} from "@sogoc/core";
import type { ImportJob, ImportJobs } from "../imports/import-jobs.ts";
import { type MakePreviewDependencies, makePreview } from "../imports/make-preview.ts";
import type { RunInBackground } from "../imports/run-in-background.ts";
import { loadImportState } from "../steps/load-import.ts";
import { type ReadModelFreshness, requireReadModelsCurrent } from "../steps/require-read-models-current.ts";

export interface PrepareImportDependencies extends MakePreviewDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load" | "claim">;
  readonly blobs: Pick<Blobs, "put" | "read" | "takeBack">;
  readonly jobs: ImportJobs;
  /** No reaction is waited for. */
  readonly freshnessOfReadModels: ReadModelFreshness;
}

/** A workbook on disk until the work with it is done. */
interface ReceivedWorkbook {
  readonly file: string;
  readonly fileName: string;
  readonly sha256: string;
}

export interface WorkbookToImport {
  readonly unitId: string;
  readonly recordType: string;
  /** Open a batch for each book that has none. */
  readonly mayOpenBatches: boolean;
  readonly received: ReceivedWorkbook;
}

const notRead = {
  pointer: "/file",
  detail: "Số liệu của hệ thống chưa kịp cập nhật nên tệp chưa được đọc. Hãy gửi lại tệp sau ít phút.",
  detailEn:
    "The system's figures are not up to date yet, so the file was not read. Send it again in a few minutes.",
};

/**
 * So many workbooks are judged at a time in one process: each has rows in memory, and more at a
 * time would not be faster.
 */
const takeTurn = createTurns(2);

/** Makes the preview. The file is deleted if it is refused. */
const previewWorkbook = async (
  dependencies: PrepareImportDependencies,
  job: ImportJob,
  mayOpenBatches: boolean,
  context: CommandContext,
): Promise<void> => {
  const { commands, blobs, freshnessOfReadModels } = dependencies;
  const end = await takeTurn();
  try {
    // Compared with outdated read models, rows would make a false preview.
    await requireReadModelsCurrent(freshnessOfReadModels, [notRead]);
    await makePreview(dependencies, job, mayOpenBatches, context);
  } catch (error) {
    const { prepared } = await loadImportState(commands, job.importId);
    if (!prepared) await blobs.takeBack?.(job.sha256);
    throw error;
  } finally {
    end();
  }
};

/** An import that was begun; `isNew` where this request has begun it. */
export interface BegunImport {
  readonly importId: string;
  readonly isNew: boolean;
  /** Resolves when the workbook was read, or refused: long after the request was answered. */
  readonly read: Promise<void>;
}

/**
 * Stores a workbook and begins to read it; the same command id again finds the import that it
 * began. Throws `command-id-reused` for another file.
 */
export const prepareImport = async (
  dependencies: PrepareImportDependencies,
  { unitId, recordType, mayOpenBatches, received: { file, fileName, sha256 } }: WorkbookToImport,
  run: RunInBackground,
  context: CommandContext,
): Promise<BegunImport> => {
  const { commands, blobs, jobs } = dependencies;
  const importId = uuidFrom("import", context.commandId);
  const known = jobs.find(importId) ?? (await loadImportState(commands, importId)).prepared;
  if (known && known.sha256 !== sha256) throw new CommandRejected("command-id-reused");
  if (known) return { importId, isNew: false, read: Promise.resolve() };
  const { size } = await blobs.put(createReadStream(file));
  const preparedBy = context.actor.account;
  const job = jobs.start({ importId, unitId, recordType, fileName, sha256, size, preparedBy });
  const read = run(job, () => previewWorkbook(dependencies, job, mayOpenBatches, context));
  return { importId, isNew: true, read };
};
