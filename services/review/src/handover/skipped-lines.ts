import { CommandRejected } from "@sogoc/core";
import { foldForSearch } from "@sogoc/registers";
import type { PackedRecord } from "../domain/handover.ts";
import type { AnswerMapping, AnswerTable } from "./answer-file.ts";
import { answerStatusOf } from "./answer-status.ts";
import { numbersColumns } from "./lines-aside.ts";
import { namesAnyOf } from "./match-answer.ts";

/** A row with the number and the result of a case that a mapping would not read. */
interface SkippedLine {
  readonly row: number;
  readonly number: string;
  readonly text: string;
}

const MOST_NAMED = 20;

/**
 * The rows at or above the headings, as chosen or as found, that look like lines of cases: they
 * have the number of a case that was sent, and a result beside it.
 */
const skippedLinesIn = (
  { titles, rows, headerRow: foundHeaderRow }: AnswerTable,
  { headerRow, number, status }: AnswerMapping,
  names: (text: string) => boolean,
): readonly SkippedLine[] => {
  const read = rows.filter(({ row }) => row > headerRow);
  const known = new Set(read.map(({ cells }) => foldForSearch(cells[status] ?? "")));
  const isResult = (text: string, row: number): boolean =>
    text !== "" &&
    (row > foundHeaderRow || answerStatusOf(text) !== "unknown" || known.has(foldForSearch(text)));
  return [...titles, ...rows.filter(({ row }) => row <= headerRow)].flatMap(({ row, cells }) => {
    const line = { row, number: cells[number] ?? "", text: cells[status] ?? "" };
    const isLine = names(line.number) && isResult(line.text, row) && !numbersColumns(cells);
    return isLine ? [line] : [];
  });
};

/**
 * Throws `answer-mapping-wrong`, naming the rows, where lines of cases that were sent stand at or
 * above the row of the headings, so that nobody would read them.
 */
export const requireNoLineSkipped = (
  table: AnswerTable,
  mapping: AnswerMapping,
  everSent: readonly PackedRecord[],
  openingYear: number,
): void => {
  const skipped = skippedLinesIn(table, mapping, namesAnyOf(everSent, openingYear));
  if (skipped.length === 0) return;
  const problems = skipped.slice(0, MOST_NAMED).map(({ row, number, text }) => ({
    pointer: `/file/${row}`,
    detail: `Dòng ${row}, số ${number}, ghi “${text}”: đứng ở hoặc trên dòng tiêu đề (dòng ${mapping.headerRow}) nên sẽ không được đọc`,
    detailEn: `Row ${row}, number ${number}, says “${text}”: it stands at or above the headings (row ${mapping.headerRow}) and would not be read`,
  }));
  throw new CommandRejected("answer-mapping-wrong", {}, problems);
};
