import { foldForSearch, parseRegistrationNumber } from "@sogoc/registers";
import type { PackedRecord } from "../domain/handover.ts";
import {
  type AnswerMapping,
  type AnswerRow,
  type AnswerTable,
  columnsHeaded,
  findHeader,
  proposeColumns,
  rowsOfMapping,
} from "./answer-file.ts";
import { answerStatusOf, speaksAgainst, speaksAgainstPending } from "./answer-status.ts";
import { namesAnyOf } from "./match-answer.ts";

/**
 * A line that counts for no case although it may say something of one: it stands on another sheet
 * or in another table, or it has no number that can be read.
 */
export interface LineAside {
  /** Its sheet, where that is another one than the one that is read. */
  readonly sheet: string | undefined;
  readonly row: number;
  /** The number in it, or what stands there for one; empty without. */
  readonly number: string;
  /** What it says: its status and its reason. Other cells may name persons. */
  readonly text: string;
}

const TEXT_LENGTH = 100;
const NUMBER_LENGTH = 40;
/** Lines whose texts are told; of the others only that they are there. */
const MOST_TOLD = 200;
/** Cells of a row that are read for a number or a result; lines of answers have fewer. */
const MOST_READ = 12;

/** A line before its texts are put together, which takes longer than finding it. */
interface FoundLine {
  readonly sheet?: string;
  readonly row: number;
  readonly number: string;
  readonly cells: readonly string[];
  /** Its columns of states and reasons. */
  readonly columns: readonly number[];
}

const cut = (text: string, length: number): string => text.slice(0, length).toWellFormed();

const isKnown = (text: string): boolean =>
  text !== "" && (answerStatusOf(text) !== "unknown" || speaksAgainst(text) !== undefined);

const speaksOfRefusal = (text: string): boolean => speaksAgainstPending(text) !== undefined;

const filledIn = (cells: readonly string[]): readonly string[] => cells.filter((text) => text !== "");

/** The texts of a row in these columns; without any, those that speak of a result. */
const textsOf = (cells: readonly string[], columns: readonly number[]): string => {
  const inColumns = filledIn(columns.map((column) => cells[column] ?? ""));
  const texts = inColumns.length > 0 ? inColumns : filledIn(cells).slice(0, MOST_READ).filter(isKnown);
  return cut([...new Set(texts)].join(" | "), TEXT_LENGTH);
};

const columnsOf = (headings: readonly string[], ...more: readonly (number | undefined)[]) => {
  const { status, reason } = columnsHeaded({ headings });
  return [...new Set([...more, ...status, ...reason])].filter((column) => column !== undefined);
};

const isNumeral = (text: string): boolean => /^[\d\s().,/-]*$/u.test(text);

/** Whether a row only numbers the columns, as `(1) | (2) | (3)` below headings does. */
export const numbersColumns = (cells: readonly string[]): boolean => {
  const filled = cells.filter((cell) => cell !== "").map((cell) => cell.replace(/^\((.*)\)$/u, "$1"));
  return filled.length > 1 && filled.every((cell, index) => cell === String(index + 1));
};

/**
 * The rows of a sheet that is not read that have the number of a case: in the column headed so; in
 * rows without a heading, in one of the first cells, before a text.
 */
const linesNaming = (
  rows: readonly AnswerRow[],
  header: AnswerRow | undefined,
  names: (text: string) => boolean,
): readonly FoundLine[] => {
  const headings = header?.cells ?? [];
  const { number: headed } = proposeColumns({ headings });
  const columns = columnsOf(headings);
  const known = new Map<string, boolean>();
  const isNumber = (text: string): boolean => {
    if (text.length > NUMBER_LENGTH || !/\d/u.test(text)) return false;
    // The year's digits do not matter here.
    const found = known.get(text) ?? names(text.replace(/\s*\/\s*\d{2}$/u, ""));
    known.set(text, found);
    return found;
  };
  return rows.flatMap(({ row, cells }) => {
    const isBelow = header !== undefined && row > header.row;
    const own = isBelow && headed !== undefined ? (cells[headed] ?? "") : "";
    const lastText = cells.findLastIndex((text) => !isNumeral(text));
    const before = () => cells.slice(0, Math.max(0, Math.min(lastText, MOST_READ))).find(isNumber);
    const number = own === "" ? before() : isNumber(own) ? own : undefined;
    if (number === undefined || numbersColumns(cells)) return [];
    return [{ row, number, cells, columns: isBelow ? columns : [] }];
  });
};

/** A name below a table, as of whoever signs. */
const isName = (text: string): boolean => /^(?:\p{Lu}\p{Ll}*(?:\s+|$))+$/u.test(text);

/**
 * The rows of the table without a number that may say something of a case: among the lines of
 * cases, and right below them, any but a title of one cell; further below, where signatures stand,
 * those that tell a result.
 */
export const linesWithoutNumber = (table: AnswerTable, mapping: AnswerMapping): readonly AnswerRow[] => {
  const rows = rowsOfMapping(table, mapping);
  const columns = columnsOf(table.headings, mapping.status, mapping.reason);
  const textAt = (cells: readonly string[], column: number): string => cells[column] ?? "";
  const isNumbered = ({ cells }: AnswerRow): boolean => textAt(cells, mapping.number) !== "";
  const last = rows.findLastIndex(isNumbered);
  const known = new Set(
    rows.filter(isNumbered).map(({ cells }) => foldForSearch(textAt(cells, mapping.status))),
  );
  const isResult = (text: string): boolean =>
    isKnown(text) || (text !== "" && known.has(foldForSearch(text)));
  let below = rows[last]?.row ?? 0;
  return rows.filter(({ row, cells }, index) => {
    if (isNumbered({ row, cells })) return false;
    const filled = filledIn(cells);
    if (filled.length === 0) return false;
    const isAmong = index < last || row === below + 1;
    if (index > last && isAmong) below = row;
    if (isAmong)
      return (
        filled.length > 1 || columns.some((column) => textAt(cells, column) !== "") || filled.some(isKnown)
      );
    if (filled.length === 1 && filled.every(isName)) return false;
    // Those who sign fill few cells.
    if (filled.length > MOST_READ) return true;
    return columns.some((column) => isResult(textAt(cells, column))) || filled.some(speaksOfRefusal);
  });
};

/**
 * The rows of the table with a text for a number that is none, and that tell a result: "Số 2 quyển
 * 01", or a number that a spreadsheet made a date.
 */
const linesOfUnreadNumber = (
  table: AnswerTable,
  mapping: AnswerMapping,
  names: (text: string) => boolean,
): readonly AnswerRow[] => {
  const heading = foldForSearch(table.headings[mapping.status] ?? "");
  return rowsOfMapping(table, mapping).filter(({ cells }) => {
    const [number = "", status = ""] = [cells[mapping.number], cells[mapping.status]];
    if (number === "" || parseRegistrationNumber(number) !== undefined || names(number)) return false;
    // The headings may be repeated on each page, and columns may be numbered.
    const isHeadings = status !== "" && foldForSearch(status) === heading;
    if (isHeadings || numbersColumns(cells)) return false;
    return isKnown(status) || filledIn(cells).slice(0, MOST_READ).some(speaksOfRefusal);
  });
};

/**
 * The lines of a file that count for no case by this mapping although they may say something of
 * one.
 */
export const linesAsideIn = (
  table: AnswerTable,
  mapping: AnswerMapping,
  everSent: readonly PackedRecord[],
  openingYear: number,
): readonly LineAside[] => {
  const names = namesAnyOf(everSent, openingYear);
  const columns = columnsOf(table.headings, mapping.status, mapping.reason);
  const numberless = linesWithoutNumber(table, mapping);
  const unread = linesOfUnreadNumber(table, mapping, names);
  const ofTable = [...numberless, ...unread]
    .toSorted((one, other) => one.row - other.row)
    .map(({ row, cells }): FoundLine => ({ row, number: cells[mapping.number] ?? "", cells, columns }));
  const own = new Set(rowsOfMapping(table, mapping));
  const [header, ...below] = table.rows.filter((one) => one.row > mapping.headerRow && !own.has(one));
  const otherTable = header ? linesNaming([header, ...below], header, names) : [];
  const otherSheets = table.sheets.flatMap(({ name, rows }, index): readonly FoundLine[] =>
    index === table.sheet
      ? []
      : linesNaming(rows, findHeader(rows), names).map((line) => ({
          ...line,
          sheet: cut(name, TEXT_LENGTH),
        })),
  );
  return [...ofTable, ...otherTable, ...otherSheets].map(
    ({ sheet, row, number, cells, columns: of }, index) => ({
      sheet,
      row,
      number: cut(number, NUMBER_LENGTH),
      text: index < MOST_TOLD ? textsOf(cells, of) : "",
    }),
  );
};
