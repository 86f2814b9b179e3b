import { CommandRejected, type ErrorCode } from "@sogoc/core";
import type { PackedRecord } from "../domain/handover.ts";
import {
  type AnswerMapping,
  type AnswerTable,
  type LineSays,
  proposeColumns,
  proposeMapping,
  readAnswerLines,
  statusesIn,
} from "../handover/answer-file.ts";
import { dayBefore, linesOfAnotherBook } from "../handover/answer-place.ts";
import { type AnsweredCase, contradictedIn, layBeside } from "../handover/match-answer.ts";
import type { LastPackage } from "../steps/load-last-package.ts";
import { manifestRefusals } from "../steps/read-manifest.ts";

export const previewNationalAnswerRefusals = [
  ...manifestRefusals,
  "answer-of-another-book",
  "answer-unreadable",
  "book-unknown",
  "not-handed-over",
  "workbook-refused",
] as const satisfies readonly ErrorCode[];

/** As many cases as a person goes through; what is not loaded comes first. */
const MOST_SHOWN = 500;

type Word = LineSays | "not-named";

const wordOf = ({ says }: AnsweredCase): Word => says ?? "not-named";

const order: readonly Word[] = ["refused", "pending", "not-named", "loaded"];

/** The cases of the package, and those of packages before whose answer has come. */
export const everySent = ({ records, settled }: LastPackage): readonly PackedRecord[] => {
  const known = new Set(records.map(({ recordId }) => recordId));
  const before = settled.flatMap(({ record }) => (known.has(record.recordId) ? [] : [record]));
  return [...records, ...before];
};

const MOST_NAMED = 20;

/**
 * Throws `answer-of-another-book` where columns of the file name another book than the package's.
 */
export const requireSameBook = ({ book, office }: LastPackage, table: AnswerTable): void => {
  const { recordType, bookNumber } = book;
  const elsewhere = linesOfAnotherBook(table, { recordType, bookNumber, offices: [office, book.office] });
  if (elsewhere.length === 0) return;
  const problems = elsewhere.slice(0, MOST_NAMED).map(({ row, heading, text }) => ({
    pointer: `/file/${row}`,
    detail: `Dòng ${row}, cột “${heading}”: ${text}; gói này là sổ ${recordType} ${bookNumber}, ${office}`,
    detailEn: `Row ${row}, column “${heading}”: ${text}; this package is book ${recordType} ${bookNumber}, ${office}`,
  }));
  throw new CommandRejected("answer-of-another-book", { lines: elsewhere.length }, problems);
};

/** What the answer says of each case of the package that waits for it, by this mapping. */
const casesBy = (sent: LastPackage, table: AnswerTable, mapping: AnswerMapping) => {
  const { book, records, withoutAnswer = records, settled } = sent;
  const lines = readAnswerLines(table, mapping);
  const everSent = everySent(sent);
  const { cases, unknown } = layBeside(everSent, lines, book.openingYear, withoutAnswer);
  const contradicted = contradictedIn(everSent, lines, book.openingYear, settled);
  const textOf = new Map(table.rows.map(({ row, cells }) => [row, cells[mapping.status] ?? ""]));
  const count = (word: Word) => cases.filter((one) => wordOf(one) === word).length;
  return {
    counts: {
      loaded: count("loaded"),
      refused: count("refused"),
      pending: count("pending"),
      notNamed: count("not-named"),
    },
    unknown: [...unknown],
    contradicted: contradicted.map(({ record, before, now, row, reason }) => ({
      recordId: record.recordId,
      number: record.number,
      before,
      now,
      row,
      reason,
    })),
    cases: cases
      .toSorted((one, other) => order.indexOf(wordOf(one)) - order.indexOf(wordOf(other)))
      .slice(0, MOST_SHOWN)
      .map((one) => ({
        recordId: one.record.recordId,
        number: one.record.number,
        says: wordOf(one),
        text: one.row === undefined ? undefined : textOf.get(one.row),
        row: one.row,
        reason: one.reason,
      })),
  };
};

/**
 * What the columns of an answer file are, as far as its headings tell, with its first rows.
 * `proposal` is null where a column, or any text of the status column, is not understood. `matched`
 * is what the answer says of each case of the package, by the mapping that a person has chosen or
 * by the proposal; null while there is none. Throws `answer-of-another-book`.
 */
export const previewNationalAnswer = (
  sent: LastPackage,
  table: AnswerTable,
  chosen: AnswerMapping | undefined,
) => {
  requireSameBook(sent, table);
  const columns = proposeColumns(table);
  const statuses = columns.status === undefined ? [] : statusesIn(table, columns.status);
  const proposal = proposeMapping(table) ?? null;
  const mapping = chosen ?? proposal;
  return {
    headerRow: table.headerRow,
    headings: [...table.headings],
    columns,
    proposal,
    statuses: statuses.slice(0, 50),
    rows: table.rows.slice(0, 20).map(({ row, cells }) => ({ row, cells: [...cells] })),
    matched: mapping && casesBy(sent, table, mapping),
    earlierDay: dayBefore(table, sent.madeAt),
  };
};
