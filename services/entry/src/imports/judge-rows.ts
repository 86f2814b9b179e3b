import type { Directory } from "@sogoc/access";
import { type Clock, createYielding } from "@sogoc/core";
import { type FieldValues, isSameValue } from "@sogoc/events";
import {
  blocksStorage,
  type Finding,
  type PlaceResolvers,
  placesKnownBy,
  unansweredFindings,
} from "@sogoc/registers";
import { rawText } from "../domain/field-values.ts";
import { findingsFor } from "../domain/judgement.ts";
import { rowTexts } from "../problems.ts";
import type { RecordReader, RecordView } from "../read-models/records.ts";
import { type BookLookupDependencies, createBookLookup } from "./book-lookup.ts";
import type { ImportRow } from "./import-row.ts";
import { judgeAnswers } from "./judge-answers.ts";
import type { JudgedRow, RowTarget } from "./judged-row.ts";
import { type ImportContext, locateRow } from "./locate-row.ts";
import { type RowProblem, rowError } from "./row-problem.ts";

/**
 * Everything with which rows are compared: the books with their batches, the records, the units,
 * the time.
 */
export interface RowJudgeDependencies extends BookLookupDependencies {
  readonly records: RecordReader;
  readonly clock: Clock;
  readonly directory: Pick<Directory, "tree">;
}

export interface RowJudgeOptions extends Omit<ImportContext, "now"> {
  readonly unitId: string;
}

/** Judges a chunk of rows. Later chunks know the cases of earlier ones. */
export type JudgeRows = (rows: readonly ImportRow[]) => Promise<readonly JudgedRow[]>;

const sameFields = (one: FieldValues, other: FieldValues): boolean => {
  const codes = Object.keys(one);
  return (
    codes.length === Object.keys(other).length && codes.every((code) => isSameValue(one[code], other[code]))
  );
};

/**
 * What the rules find in a row, without infos. As at the desk, a finding with a reason does not
 * refuse the row: it is shown as a warning, unless the value cannot be stored at all.
 */
const problemsOf = (
  row: ImportRow,
  findings: readonly Finding[],
  answers: JudgedRow["answers"] & object,
): RowProblem[] => {
  const unanswered = new Set(unansweredFindings(findings, answers));
  return findings.flatMap((found) => {
    const { rule, fields, messageVi, messageEn } = found;
    const [field = ""] = fields;
    if (found.severity === "info") return [];
    const severity = unanswered.has(found) || blocksStorage(found) ? found.severity : "warning";
    const value = rawText(row.fields[field]);
    return [{ sheet: row.sheet, row: row.row, field, value, rule, severity, messageVi, messageEn }];
  });
};

const numberProblem = (
  row: ImportRow,
  { number: value }: RowTarget,
  { rule, messageVi, messageEn }: Pick<RowProblem, "rule" | "messageVi" | "messageEn">,
): RowProblem => rowError(row, "so", { rule, messageVi, messageEn, value });

/** If the cell itself is wrong, it is not reported again for naming no book or batch. */
const notLocated = ({ cellProblems }: ImportRow, problem: RowProblem): readonly RowProblem[] =>
  cellProblems.some(({ field, severity }) => severity === "error" && field === problem.field)
    ? cellProblems
    : [...cellProblems, problem];

const keysFound = ({ bookId, batchId }: RowTarget): Pick<JudgedRow, "bookId" | "batchId"> => ({
  bookId,
  batchId,
});

/** Judges a row whose book is known, by the record there, if any, and by the rules. */
const judgeLocated = (
  row: ImportRow,
  target: RowTarget,
  existing: RecordView | undefined,
  { recordType, knownUnits }: { readonly recordType: string; readonly knownUnits: PlaceResolvers },
): JudgedRow => {
  const { cellProblems } = row;
  if (existing?.status === "entered") {
    if (sameFields(existing.fields, row.fields)) {
      return { ...row, problems: cellProblems, status: "unchanged", target };
    }
    const problem = numberProblem(row, target, rowTexts("record-exists"));
    return { ...row, problems: [...cellProblems, problem], status: "refused", ...keysFound(target) };
  }
  const findings = row.findings ?? findingsFor(recordType, row.fields, { ...target, places: knownUnits });
  const { answers, problems: notTaken } = judgeAnswers(row, target, findings);
  const problems = [...cellProblems, ...problemsOf(row, findings, answers), ...notTaken];
  const status = problems.some(({ severity }) => severity === "error") ? "refused" : "good";
  return { ...row, problems, status, target, findings, answers };
};

/**
 * Judges rows chunk by chunk; remembers books, batches and the cases that the file has named so
 * far.
 */
export const createRowJudge = (
  dependencies: RowJudgeDependencies,
  { unitId, recordType, accountId, mayOpenBatches, importId }: RowJudgeOptions,
): JudgeRows => {
  const now = dependencies.clock.now().toISOString();
  const importing = { recordType, accountId, mayOpenBatches, importId, now };
  const lookUpBooks = createBookLookup(dependencies, { unitId, recordType });
  /** Line of the file by the record that it names. */
  const seen = new Map<string, number>();
  const yieldNow = createYielding();

  const locate = async (row: ImportRow) =>
    locateRow(row, row.bookNumber === "" ? [] : await lookUpBooks(row.bookNumber), importing);

  const judge = (row: ImportRow, target: RowTarget, existing: RecordView | undefined): JudgedRow => {
    const earlier = seen.get(target.recordId);
    if (earlier === undefined) {
      seen.set(target.recordId, row.row);
      const knownUnits = placesKnownBy(dependencies.directory.tree().units);
      return judgeLocated(row, target, existing, { recordType, knownUnits });
    }
    const problem = numberProblem(row, target, {
      rule: "duplicate-in-file",
      messageVi: `Số này đã có ở dòng ${earlier} của tệp.`,
      messageEn: `Row ${earlier} of the file has this number too.`,
    });
    return { ...row, problems: [...row.cellProblems, problem], status: "refused", ...keysFound(target) };
  };

  return async (rows) => {
    const found: { row: ImportRow; located: Awaited<ReturnType<typeof locate>> }[] = [];
    for (const row of rows) {
      await yieldNow();
      found.push({ row, located: await locate(row) });
    }
    const ids = found.flatMap(({ located }) => ("target" in located ? [located.target.recordId] : []));
    const existing = await dependencies.records.findMany(ids);
    const judged: JudgedRow[] = [];
    for (const { row, located } of found) {
      await yieldNow();
      if ("problem" in located) {
        const { problem, bookId, batchId } = located;
        judged.push({ ...row, problems: notLocated(row, problem), status: "refused", bookId, batchId });
        continue;
      }
      const known = existing.get(located.target.recordId);
      judged.push(judge(row, located.target, known?.status === "unheard" ? undefined : known));
    }
    return judged;
  };
};
