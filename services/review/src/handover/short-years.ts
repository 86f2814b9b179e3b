import { foldForSearch } from "@sogoc/registers";
import { type AnswerTable, proposeColumns } from "./answer-file.ts";
import { bookHeadingOf, isRegistrationDate } from "./book-headings.ts";

/** The century of an answer's years of two digits, chosen by a person. */
export type Century = 1900 | 2000;

/** A century for each column; columns are counted from 0. One for all columns is a number. */
export type Centuries = Century | ReadonlyMap<number, Century>;

const centuryOf = (centuries: Centuries, column: number): Century | undefined =>
  typeof centuries === "number" ? centuries : centuries.get(column);

/** A cell with a year of two digits; rows are counted as in the sheet. */
export interface ShortYear {
  readonly row: number;
  readonly column: number;
  readonly heading: string;
  readonly text: string;
}

/** A column with years of two digits, and the century that a person has said they are of. */
interface ShortYearColumn {
  readonly column: number;
  readonly heading: string;
  readonly places: readonly ShortYear[];
  readonly century: Century | undefined;
}

/** Headings of days on which the receiving side did something. */
export const dayHeadings: ReadonlySet<string> = new Set([
  ...["ngay xu ly", "ngay nap", "ngay cap nhat", "ngay tra ket qua", "ngay ket qua", "thoi gian"],
  ...["thoi gian xu ly", "thoi gian nap", "processed at", "loaded at"],
]);

/** `17/03/08`, with a time behind it or without. */
const shortDay = /^(\s*\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*)(\d{2})(?=$|\s+\d{1,2}:\d{2})/u;
/** `5/08`, `5a/08`. */
const shortNumber = /^(\s*0*\d{1,4}\s*[a-z]?\s*\/\s*)(\d{2})(?=\s*$)/iu;
/** `07/11`, `KT 07.11`, `Quyển số 7/11`. */
const shortBook = /^((?:[\p{L}.]+\s+)*0*\d{1,3}\s*[/.-]\s*)(\d{2})(?=\s*$)/u;
const shortYear = /^(\s*)(\d{2})(?=\s*$)/u;

/** For each column in which years are read, the form of a value with a year of two digits. */
const shapesOf = (headings: readonly string[], number: number | undefined, recordType: string) =>
  headings.map((heading, column): RegExp | undefined => {
    if (column === number) return shortNumber;
    if (isRegistrationDate(heading) || dayHeadings.has(foldForSearch(heading))) return shortDay;
    const { about } = bookHeadingOf(heading, recordType) ?? {};
    return about === "book" ? shortBook : about === "year" ? shortYear : undefined;
  });

interface AnswerRead {
  readonly recordType: string;
  /** The column of numbers that a person has chosen; else the proposed one is used. */
  readonly number?: number | undefined;
}

const shapes = ({ headings }: Pick<AnswerTable, "headings">, { recordType, number }: AnswerRead) =>
  shapesOf(headings, number ?? proposeColumns({ headings }).number, recordType);

/** The cells of cases whose years have two digits, so that their century is not known. */
export const shortYearsIn = (
  table: Pick<AnswerTable, "headings" | "rows">,
  read: AnswerRead,
): readonly ShortYear[] => {
  const byColumn = shapes(table, read);
  return table.rows.flatMap(({ row, cells }) =>
    cells.flatMap((text, column) =>
      byColumn[column]?.test(text) ? [{ row, column, heading: table.headings[column] ?? "", text }] : [],
    ),
  );
};

/** The same cells by their columns, from left to right. */
export const shortYearColumns = (
  found: readonly ShortYear[],
  centuries: Centuries | undefined,
): readonly ShortYearColumn[] =>
  [...Map.groupBy(found, ({ column }) => column)]
    .map(([column, places]) => ({
      column,
      heading: places[0]?.heading ?? "",
      places,
      century: centuries === undefined ? undefined : centuryOf(centuries, column),
    }))
    .toSorted((one, other) => one.column - other.column);

/** `17/03/08` as `17/03/2008`. */
const inFull = (text: string, shape: RegExp, century: Century): string =>
  text.replace(shape, (_, before: string, year: string) => `${before}${century + Number(year)}`);

/** The same table with the years of these columns written in full. */
export const withCentury = <Table extends Pick<AnswerTable, "headings" | "rows">>(
  table: Table,
  centuries: Centuries | undefined,
  read: AnswerRead,
): Table => {
  if (centuries === undefined) return table;
  const byColumn = shapes(table, read);
  const rows = table.rows.map(({ row, cells }) => ({
    row,
    cells: cells.map((text, column) => {
      const shape = byColumn[column];
      const century = centuryOf(centuries, column);
      return shape && century !== undefined ? inFull(text, shape, century) : text;
    }),
  }));
  return { ...table, rows };
};
