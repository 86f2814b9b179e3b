import { type Directory, requireStillMay } from "@sogoc/access";
import {
  AppendTooLarge,
  type Blobs,
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  createYielding,
  uuidFrom,
  vietnamDay,
} from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { unansweredFindings } from "@sogoc/registers";
import { type ImportCommand, importDecider } from "../domain/import.ts";
import { answerFindings } from "../steps/answer-findings.ts";
import { type CaseToEnter, type EnterRecordDependencies, enterRecord } from "../steps/enter-record.ts";
import { type Batch, loadBatch } from "../steps/load-batch.ts";
import { withBlobFile } from "./blob-file.ts";
import type { ImportJobs } from "./import-jobs.ts";
import type { RowJudgeDependencies } from "./judge-rows.ts";
import { judgeAgain, judgeWorkbook } from "./judge-workbook.ts";
import type { JudgedRow, RowTarget } from "./judged-row.ts";
import { openImportBatch } from "./open-import-batch.ts";
import type { PreparedRows } from "./prepared-rows.ts";
import { readRowsNotGood } from "./rows-not-good.ts";
import { readShownAnswers } from "./shown-answers.ts";

export interface WriteImportDependencies extends RowJudgeDependencies, EnterRecordDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly blobs: Pick<Blobs, "read">;
  readonly jobs: Pick<ImportJobs, "update">;
  readonly preparedRows: Pick<PreparedRows, "take">;
  readonly directory: Pick<Directory, "hasEnded" | "holdsRole" | "isSuspended" | "tree">;
}

/** Who may have rows written as cases. */
export const importers = ["clerk", "book-keeper"] as const;

type Prepared = DataOf<"ImportPrepared">;
type JudgedRows = AsyncIterable<readonly JudgedRow[]>;
type Outcome = "written" | "refused" | "unchanged";

/**
 * Rows that are begun within this time are committed together; the longer it is, the fewer times
 * the disk is waited for.
 */
const WRITE_HELD_MS = 20;

/**
 * Refusal of an import that was confirmed as all or nothing, when rows were refused while it was
 * being written.
 */
const brokenOff = (refused: number, written: number): CommandRejected => {
  const detail = `Trong lúc ghi có ${refused} dòng bị từ chối, ${written} dòng đã được ghi. Xác nhận lại để ghi các dòng đúng.`;
  const detailEn = `Rows refused while it was written: ${refused}; written: ${written}. Confirm it again for the good rows.`;
  return new CommandRejected("import-refused", { refused }, [{ pointer: "/file", detail, detailEn }]);
};

/** All or nothing includes changes since the preview. Throws `import-refused`. */
const requireNoneRefused = async (
  judged: JudgedRows,
  wasNotGood: (row: number) => boolean,
): Promise<void> => {
  let refused = 0;
  for await (const chunk of judged)
    refused += chunk.filter(
      ({ row, status }) => status === "refused" || (status === "good" && wasNotGood(row)),
    ).length;
  if (refused === 0) return;
  const detail = `Từ lúc xem trước đã có ${refused} dòng không còn nhập được, nên không nhập dòng nào.`;
  const detailEn = `Rows that can no longer be imported since the preview: ${refused}. Nothing was imported.`;
  throw new CommandRejected("import-refused", { refused }, [{ pointer: "/file", detail, detailEn }]);
};

/** Whether an error has no answer: a reason that the preview had no room to show does not count. */
const hasUnansweredError = (findings: JudgedRow["findings"] = [], answers: CaseToEnter["answers"] = []) =>
  unansweredFindings(findings, answers).some(({ severity }) => severity === "error");

/** How many reasons of the greatest length fit into one event. */
const ANSWERS_TOGETHER = 60;

/**
 * Enters a case with its reasons; if both are too large for one event, the reasons follow in
 * further ones.
 */
const enterWhole = async (
  dependencies: EnterRecordDependencies,
  batch: Batch,
  entered: CaseToEnter,
  context: CommandContext,
) => {
  const { recordId, answers = [] } = entered;
  try {
    return await enterRecord(dependencies, batch, entered, context);
  } catch (error) {
    if (!(error instanceof AppendTooLarge) || answers.length === 0) throw error;
  }
  const withoutAnswers = { ...entered, answers: undefined };
  const handled = await enterRecord(dependencies, batch, withoutAnswers, context);
  for (let from = 0; from < answers.length; from += ANSWERS_TOGETHER) {
    const some = answers.slice(from, from + ANSWERS_TOGETHER);
    const answersContext = { ...context, commandId: uuidFrom(context.commandId, "reasons", String(from)) };
    await answerFindings(dependencies, batch, recordId, some, answersContext);
  }
  return handled;
};

/**
 * Writes single rows, each into its batch, which is opened if necessary. The command id is made
 * from the import and the row. A row counts as refused whatever the refusal, such as a number that
 * somebody has entered meanwhile. The report of refused rows judges each anew, with all reasons of
 * the file, and so leaves out a row that was refused because its reason had no room.
 */
const createRowWriter = async (
  dependencies: WriteImportDependencies,
  prepared: Prepared,
  context: CommandContext,
) => {
  const { importId, preparedBy, preparerPasswordSetBy } = prepared;
  const isSender = preparedBy === context.actor.account;
  const opened = new Map<string, Promise<string>>();
  const answersOf = await readShownAnswers(dependencies.blobs, prepared);

  const getOrOpenBatch = (target: RowTarget): Promise<string> | string => {
    if (target.batchId !== undefined) return target.batchId;
    const known = opened.get(target.bookId);
    const batch = known ?? openImportBatch(dependencies.commands, prepared, target, context);
    opened.set(target.bookId, batch);
    return batch;
  };

  return async (row: JudgedRow, target: RowTarget): Promise<Outcome> => {
    const { recordId, openingYear, number, plainNumber } = target;
    const { fields, findings } = row;
    const { answers, duplicateReason } = answersOf(row);
    if (hasUnansweredError(findings, answers)) return "refused";
    const origin = {
      source: "imported",
      importId,
      row: row.row,
      preparedBy: isSender ? undefined : preparedBy,
      preparerPasswordSetBy,
      duplicateReason,
    } as const;
    const entered = { recordId, openingYear, number, plainNumber, fields, findings, answers, origin };
    const rowContext = { ...context, commandId: uuidFrom(importId, String(row.row), recordId) };
    try {
      const batch = await loadBatch(dependencies, await getOrOpenBatch(target));
      const handled = await enterWhole(dependencies, batch, entered, rowContext);
      return handled.repeated ? "unchanged" : "written";
    } catch (error) {
      if (error instanceof CommandRejected) return "refused";
      throw error;
    }
  };
};

/**
 * Writes rows that are good now and were good when a person confirmed them, as long as whoever
 * confirmed them still may, and reports progress to the job. Returns the counts.
 */
const writeRows = async (
  judged: JudgedRows,
  wasNotGood: (row: number) => boolean,
  write: Awaited<ReturnType<typeof createRowWriter>>,
  requireMay: () => void,
  tell: (done: number, counts: Readonly<Record<Outcome, number>>) => void,
): Promise<Readonly<Record<Outcome, number>>> => {
  const counts = { written: 0, refused: 0, unchanged: 0 };
  const yieldNow = createYielding(WRITE_HELD_MS);
  let done = 0;
  for await (const chunk of judged) {
    const writing: Promise<Outcome>[] = [];
    for (const row of chunk) {
      if (row.status === "good" && row.target && !wasNotGood(row.row)) {
        await yieldNow();
        requireMay();
        const outcome = write(row, row.target);
        // Errors are handled together with those of the other rows of the chunk, which are still
        // being started.
        outcome.catch(() => {});
        writing.push(outcome);
      } else counts[row.status === "unchanged" ? "unchanged" : "refused"]++;
    }
    for (const outcome of await Promise.all(writing)) counts[outcome]++;
    done += chunk.length;
    tell(done, counts);
  }
  return counts;
};

/**
 * Writes the good rows of a confirmed import, and then its end. After a crash it goes on where it
 * was, so its commands carry no digest of a request. Throws `import-refused` where all or nothing
 * was asked for and a row is refused, and what `requireStillMay` throws where whoever confirmed it
 * may no longer.
 */
export const writeImport = async (
  dependencies: WriteImportDependencies,
  prepared: Prepared,
  mode: DataOf<"ImportConfirmed">["mode"],
  { commandDigest: _, ...context }: CommandContext,
): Promise<void> => {
  const { importId, unitId, recordType, fileName, sha256, dateOrders, rows: total } = prepared;
  const { openBatches: mayOpenBatches } = prepared;
  const { commands, blobs, jobs, preparedRows } = dependencies;
  const accountId = context.actor.account;
  const options = { unitId, recordType, fileName, mayOpenBatches, accountId, importId, dateOrders };
  const write = await createRowWriter(dependencies, prepared, context);
  const requireMay = () => {
    const day = vietnamDay(dependencies.clock.now());
    requireStillMay(dependencies.directory, { accountId, roles: importers, unitId, day });
  };
  const wasNotGood = await readRowsNotGood(blobs, prepared);
  const writeAll = (judged: JudgedRows) =>
    writeRows(judged, wasNotGood, write, requireMay, (done, counts) =>
      jobs.update(importId, { phase: "writing", done, total, ...counts }),
    );

  if (mode === "all-or-nothing") {
    await withBlobFile(blobs, sha256, (file) =>
      requireNoneRefused(judgeWorkbook(dependencies, file, options), wasNotGood),
    );
  }
  const rows = preparedRows.take(importId);
  const counts = rows
    ? await writeAll(judgeAgain(dependencies, rows, options))
    : await withBlobFile(blobs, sha256, (file) => writeAll(judgeWorkbook(dependencies, file, options)));
  // Others may have seen the written rows, so they stay; but the import does not count as finished.
  if (mode === "all-or-nothing" && counts.refused > 0) throw brokenOff(counts.refused, counts.written);
  const finish: ImportCommand = { type: "FinishImport", data: { importId, ...counts } };
  await commands.handle(importDecider, importId, finish, {
    ...context,
    commandId: uuidFrom(importId, "finish"),
  });
  jobs.update(importId, { phase: "finished" });
};
