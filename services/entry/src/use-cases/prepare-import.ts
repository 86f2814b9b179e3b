import { createReadStream } from "node:fs";
import {
  type Blobs,
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  uuidFrom,
} from "@sogoc/core";
import { requireReadingRoom } from "@sogoc/files";
import type { ImportJob, ImportJobs } from "../imports/import-jobs.ts";
import type { RunBehind } from "../imports/run-behind.ts";
import { settleLater, type UploadShare } from "../upload-quota.ts";
import { loadImportState } from "./load-import.ts";
import { type PreviewAccess, previewWorkbook } from "./preview-workbook.ts";
import { type LogProgress, requireReadModels } from "./require-read-models.ts";

export interface PrepareImportAccess extends PreviewAccess {
  readonly commands: Pick<CommandHandler, "handle" | "load" | "claim">;
  readonly blobs: Pick<Blobs, "put" | "read" | "takeBack">;
  readonly jobs: ImportJobs;
  /** Of the read models alone. */
  readonly projected: LogProgress;
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
  readonly openBatches: boolean;
  /** Receives the file, and hands it to `work`. */
  readonly receive: <Result>(work: (received: ReceivedWorkbook) => Promise<Result>) => Promise<Result>;
  /** Of the unit's storage. It is settled in the end, whatever happens. */
  readonly share: UploadShare;
}

export const prepareImportRefusals = ["quota-exceeded"] as const satisfies readonly ErrorCode[];

const notRead = {
  pointer: "/file",
  detail: "Số liệu của hệ thống chưa kịp cập nhật nên tệp chưa được đọc. Hãy gửi lại tệp sau ít phút.",
  detailEn:
    "The system's figures are not up to date yet, so the file was not read. Send it again in a few minutes.",
};

/** Reads the workbook behind the answer; its share of the unit's storage is settled with it. */
const judgeWorkbook = async (
  access: PrepareImportAccess,
  job: ImportJob,
  { openBatches, share }: Pick<WorkbookToImport, "openBatches" | "share">,
  context: CommandContext,
): Promise<void> => {
  const { commands, blobs, projected } = access;
  try {
    // Rows held against what is out of date would make a preview that is not true.
    await requireReadModels(projected, [notRead]);
    await previewWorkbook(access, job, openBatches, context);
  } catch (error) {
    // What is refused is not kept.
    const { prepared } = await loadImportState(commands, job.importId);
    if (!prepared) await blobs.takeBack?.(job.sha256);
    throw error;
  } finally {
    settleLater(share);
  }
};

/**
 * Takes a workbook in and has it judged behind the answer; the same command id again finds the
 * import that it began, which `isNew` tells apart. Throws `command-id-reused` for another file, and
 * what `receive` throws.
 */
export const prepareImport = async (
  access: PrepareImportAccess,
  { unitId, recordType, openBatches, receive, share }: WorkbookToImport,
  run: RunBehind,
  context: CommandContext,
): Promise<{ readonly importId: string; readonly isNew: boolean }> => {
  const { commands, blobs, jobs } = access;
  const importId = uuidFrom("import", context.commandId);
  let job: ImportJob | undefined;
  try {
    requireReadingRoom();
    // Before the file is there: what it is beside its content, such as its unit, the key stands
    // for already.
    await commands.claim(context);
    const known = jobs.find(importId) ?? (await loadImportState(commands, importId)).prepared;
    if (known) {
      await receive(async ({ sha256 }) => {
        if (sha256 !== known.sha256) throw new CommandRejected("command-id-reused");
      });
      return { importId, isNew: false };
    }
    job = await receive(async ({ file, fileName }) => {
      const { sha256, size } = await blobs.put(createReadStream(file));
      const startedBy = context.actor.account;
      return jobs.start({ importId, unitId, recordType, fileName, sha256, size, startedBy });
    });
  } finally {
    if (!job) settleLater(share);
  }
  const begun = job;
  run(begun, () => judgeWorkbook(access, begun, { openBatches, share }, context));
  return { importId, isNew: true };
};
