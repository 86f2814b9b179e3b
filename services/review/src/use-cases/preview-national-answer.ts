import type { ErrorCode } from "@sogoc/core";
import { type AnswerTable, proposeColumns, proposeMapping, statusesIn } from "../handover/answer-file.ts";

export const previewNationalAnswerRefusals = [
  "answer-unreadable",
  "book-unknown",
  "workbook-refused",
] as const satisfies readonly ErrorCode[];

/**
 * What the columns of an answer file are, as far as its headings tell, with its first rows.
 * `proposal` is null where a column, or any text of the status column, is not understood.
 */
export const previewNationalAnswer = (table: AnswerTable) => {
  const columns = proposeColumns(table);
  const statuses = columns.status === undefined ? [] : statusesIn(table, columns.status);
  return {
    headerRow: table.headerRow,
    headings: [...table.headings],
    columns,
    proposal: proposeMapping(table) ?? null,
    statuses: statuses.slice(0, 50),
    rows: table.rows.slice(0, 20).map(({ row, cells }) => ({ row, cells: [...cells] })),
  };
};
