import type { ErrorCode } from "@sogoc/core";
import {
  type AnswerMapping,
  type AnswerTable,
  type LineSays,
  proposeColumns,
  proposeMapping,
  readAnswerLines,
  statusesIn,
} from "../handover/answer-file.ts";
import { type AnsweredCase, layBeside } from "../handover/match-answer.ts";
import type { SentPackage } from "../steps/load-sent-package.ts";
import { manifestRefusals } from "../steps/read-manifest.ts";

export const previewNationalAnswerRefusals = [
  ...manifestRefusals,
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

/** What the answer says of each case of the package that waits for it, by this mapping. */
const casesBy = (
  { book, records, withoutAnswer }: SentPackage,
  table: AnswerTable,
  mapping: AnswerMapping,
) => {
  const lines = readAnswerLines(table, mapping);
  const { cases, unknown } = layBeside(records, lines, book.openingYear, withoutAnswer);
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
 * by the proposal; null while there is none.
 */
export const previewNationalAnswer = (
  sent: SentPackage,
  table: AnswerTable,
  chosen: AnswerMapping | undefined,
) => {
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
  };
};
