import type { Blobs, CommandContext, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { inShape } from "@sogoc/http";
import { importDecider } from "../domain/import.ts";
import { withBlobFile } from "./blob-file.ts";
import { createDateOrders, type DateOrders } from "./date-order.ts";
import type { ImportJob, ImportJobs } from "./import-jobs.ts";
import type { RowJudgeDependencies } from "./judge-rows.ts";
import { judgeWorkbook, type SheetFound, type WorkbookOptions } from "./judge-workbook.ts";
import type { JudgedRow } from "./judged-row.ts";
import { createOriginalSheetTally } from "./original-sheet-shown.ts";
import type { PreparedRows } from "./prepared-rows.ts";
import type { RowProblem } from "./row-problem.ts";
import { createRowRanges } from "./rows-not-good.ts";
import { StoredPreview } from "./stored-preview.ts";

export interface MakePreviewDependencies extends RowJudgeDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly blobs: Pick<Blobs, "put" | "read">;
  readonly jobs: Pick<ImportJobs, "update">;
  readonly preparedRows: Pick<PreparedRows, "collect">;
}

const PREVIEW_ROWS = 20;
const PREVIEW_PROBLEMS = 500;

const MOST_BOOK_NUMBERS = 500;

/** Undefined where a row may belong to any book, or there are too many books to name. */
const bookNumbersOf = (numbers: ReadonlySet<string>): string[] | undefined =>
  numbers.has("") || numbers.size > MOST_BOOK_NUMBERS ? undefined : [...numbers];

/** Adds up what was found, row by row; keeps the first rows and problems to be shown. */
const createPreviewTally = () => {
  const counts = { good: 0, refused: 0, unchanged: 0 };
  const rows: StoredPreview["rows"][number][] = [];
  const problems: RowProblem[] = [];
  const rules: Record<string, number> = {};
  const originalSheet = createOriginalSheetTally();
  /**
   * What the rows name, also those that are refused: the batch of a row, else its book, and always
   * its book number. Its sender is noted with each of them.
   */
  const named = { batches: new Set<string>(), books: new Set<string>(), bookNumbers: new Set<string>() };
  const notGood = createRowRanges();
  const add = (judged: JudgedRow): void => {
    const { row, status, fields, problems: found } = judged;
    counts[status]++;
    if (status !== "good") notGood.add(row);
    originalSheet.add(judged);
    const { bookId, batchId } = judged.target ?? judged;
    named.bookNumbers.add(judged.bookNumber);
    if (batchId !== undefined) named.batches.add(batchId);
    else if (bookId !== undefined) named.books.add(bookId);
    if (rows.length < PREVIEW_ROWS) rows.push({ row, status, fields });
    for (const problem of found) {
      rules[problem.rule] = (rules[problem.rule] ?? 0) + 1;
      if (problems.length < PREVIEW_PROBLEMS) problems.push(problem);
    }
  };
  const namedInFile = () => ({
    batches: [...named.batches],
    books: [...named.books],
    bookNumbers: bookNumbersOf(named.bookNumbers),
  });
  return {
    counts,
    named: namedInFile,
    rows,
    problems,
    rules,
    originalSheet: originalSheet.shown,
    notGood: notGood.parts,
    add,
  };
};

/** Judges the whole file and stores the result; writes no record. Throws `workbook-refused`. */
export const makePreview = async (
  dependencies: MakePreviewDependencies,
  job: ImportJob,
  mayOpenBatches: boolean,
  context: CommandContext,
): Promise<void> => {
  const { commands, blobs, jobs, preparedRows } = dependencies;
  const { importId, unitId, recordType, fileName, sha256, size, preparedBy } = job;
  const accountId = context.actor.account;
  const dates = createDateOrders();
  let sheet: SheetFound | undefined;

  /** The rows of the whole file, judged by what its columns of dates are known to prove. */
  const judgeAll = async (
    file: string,
    dateOrders: DateOrders | undefined,
    onCell: WorkbookOptions["onCell"],
  ) => {
    const tally = createPreviewTally();
    const kept = preparedRows.collect(importId);
    let done = 0;
    const onSheet = (found: SheetFound) => {
      sheet = found;
    };
    const options = { unitId, recordType, fileName, mayOpenBatches, accountId, onSheet, onCell, dateOrders };
    for await (const chunk of judgeWorkbook(dependencies, file, options)) {
      for (const row of chunk) tally.add(row);
      await kept.add(chunk);
      done += chunk.length;
      jobs.update(importId, { done, ...tally.counts });
    }
    await kept.finish();
    return { ...tally, done };
  };

  const { counts, named, rows, problems, rules, originalSheet, notGood, done } = await withBlobFile(
    blobs,
    sha256,
    async (file) => {
      const judged = await judgeAll(file, undefined, dates.see);
      // The last row may prove something about the first one; then all rows are judged once more.
      const dateOrders = dates.found();
      return dateOrders ? judgeAll(file, dateOrders, undefined) : judged;
    },
  );

  const preview = inShape(StoredPreview, {
    sheet: sheet?.sheet ?? "",
    dialect: sheet?.layout.dialect ?? "",
    unknownColumns: sheet?.layout.unknown ?? [],
    missingColumns: sheet?.layout.missing ?? [],
    rows,
    problems,
    rules,
    secondSheet: originalSheet,
    notGood,
  });
  const stored = await blobs.put(Buffer.from(JSON.stringify(preview)));
  const data: DataOf<"ImportPrepared"> = {
    importId,
    unitId,
    recordType,
    fileName,
    sha256,
    openBatches: mayOpenBatches,
    size,
    preparedBy,
    preparerPasswordSetBy: context.actor.passwordSetBy,
    ...named(),
    dateOrders: dates.found(),
    restoredRows: originalSheet.rows > 0 ? originalSheet.rows : undefined,
    ...counts,
    dialect: preview.dialect,
    rows: done,
    preview: stored.sha256,
  };
  await commands.handle(importDecider, importId, { type: "NoteImportPrepared", data }, context);
  jobs.update(importId, { phase: "prepared", total: done });
};
