import type { CommandContext } from "@sogoc/core";
import type { FieldValues } from "@sogoc/events";
import { importDecider } from "../domain/import.ts";
import type { EntryParts } from "../entry-parts.ts";
import { withBlobFile } from "./blob-file.ts";
import { evaluateWorkbook, type SheetFound } from "./evaluate-workbook.ts";
import type { ImportJob } from "./import-jobs.ts";
import type { RowProblem } from "./import-row.ts";

/** What a person looks at before anything is written. */
export interface ImportPreview {
  readonly sheet: string;
  readonly dialect: string;
  readonly unknownColumns: readonly string[];
  readonly missingColumns: readonly string[];
  readonly rows: readonly { readonly row: number; readonly status: string; readonly fields: FieldValues }[];
  readonly problems: readonly RowProblem[];
  /** How often each rule spoke, over the whole file. */
  readonly rules: Readonly<Record<string, number>>;
}

const PREVIEW_ROWS = 20;
const PREVIEW_PROBLEMS = 500;

/** Judges the whole file and writes down what was found; not one record is written. */
export const prepareImport = async (
  parts: EntryParts,
  job: ImportJob,
  options: { readonly openBatches: boolean; readonly context: CommandContext },
): Promise<void> => {
  const { importId, unitId, recordType, fileName, sha256 } = job;
  const { openBatches, context } = options;
  const counts = { good: 0, refused: 0, unchanged: 0 };
  const rows: ImportPreview["rows"][number][] = [];
  const problems: RowProblem[] = [];
  const rules: Record<string, number> = {};
  let found: SheetFound | undefined;
  const kept = parts.preparedRows.collect(importId);
  let done = 0;

  await withBlobFile(parts.ports.blobs, sha256, async (file) => {
    const judged = evaluateWorkbook(parts, file, {
      unitId,
      recordType,
      fileName,
      openBatches,
      accountId: context.actor.account,
      onSheet: (sheet) => {
        found = sheet;
      },
    });
    for await (const chunk of judged) {
      for (const row of chunk) {
        counts[row.status]++;
        if (rows.length < PREVIEW_ROWS) rows.push({ row: row.row, status: row.status, fields: row.fields });
        for (const problem of row.problems) {
          rules[problem.rule] = (rules[problem.rule] ?? 0) + 1;
          if (problems.length < PREVIEW_PROBLEMS) problems.push(problem);
        }
      }
      await kept.add(chunk);
      done += chunk.length;
      parts.jobs.update(importId, { done, ...counts });
    }
  });

  await kept.finish();

  const preview: ImportPreview = {
    sheet: found?.sheet ?? "",
    dialect: found?.layout.dialect ?? "",
    unknownColumns: found?.layout.unknown ?? [],
    missingColumns: found?.layout.missing ?? [],
    rows,
    problems,
    rules,
  };
  const stored = await parts.ports.blobs.put(Buffer.from(JSON.stringify(preview)));
  const data = {
    importId,
    unitId,
    recordType,
    fileName,
    sha256,
    openBatches,
    size: job.size,
    preparedBy: job.startedBy,
    ...counts,
    dialect: preview.dialect,
    rows: done,
    preview: stored.sha256,
  };
  await parts.runtime.commands.handle(importDecider, importId, { type: "RecordPreparation", data }, context);
  parts.jobs.update(importId, { phase: "prepared", total: done });
};
