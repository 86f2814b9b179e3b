import { vietnamDay } from "@sogoc/core";
import { foldForSearch } from "@sogoc/registers";
import { type AnswerTable, proposeColumns } from "./answer-file.ts";
import { isOfCase, isRegistrationDate, type PlaceHeading, placeHeadingOf } from "./place-headings.ts";
import {
  type AnsweredBook,
  bookJudge,
  formJudge,
  officeJudge,
  type PlaceJudge,
  type PlaceVerdict,
  registrationDateJudge,
  typeJudge,
  widerJudge,
  yearJudge,
} from "./place-verdicts.ts";
import { dayHeadings } from "./short-years.ts";
import { mentionsIn } from "./title-places.ts";

/** A line of a file that may name a book; row 0 is the name of the file or of its sheet. */
export interface NamedLine {
  readonly row: number;
  /** Of its column, or what stands before it; empty in a title. */
  readonly heading: string;
  readonly text: string;
}

/** Lines that name another book than the package's, and those of which nobody can tell. */
export interface NamedLines {
  readonly elsewhere: readonly NamedLine[];
  readonly unread: readonly NamedLine[];
}

/** `Số: 07/2011` is that of the paper. */
const isPaperNumber = (label: string): boolean => foldForSearch(label) === "so";

type JudgedLine = NamedLine & { readonly verdict: PlaceVerdict };

const judgeOf = ({ tells, isFirm }: PlaceHeading, book: AnsweredBook): PlaceJudge => {
  if (tells === "book") return bookJudge(book);
  if (tells === "year") return yearJudge(book);
  if (tells === "office") return officeJudge(book, isFirm);
  if (tells === "district" || tells === "province") return widerJudge(book, tells);
  const judge = typeJudge(book);
  // Kinds of many things stand under such a heading: what names no type is none.
  return isFirm ? judge : (text) => (judge(text) === "unread" ? "none" : judge(text));
};

/** A column says the same thing again and again. */
const remembering = (judge: PlaceJudge): PlaceJudge => {
  const known = new Map<string, PlaceVerdict>();
  return (text) => {
    const verdict = known.get(text) ?? judge(text);
    known.set(text, verdict);
    return verdict;
  };
};

/** What names another book beside what names this one is for a person to tell. */
const unreadBesideOwn = (lines: readonly JudgedLine[]): readonly JudgedLine[] =>
  lines.some(({ verdict }) => verdict === "own")
    ? lines.map((line) => (line.verdict === "other" ? { ...line, verdict: "unread" } : line))
    : lines;

const linesOfColumns = (
  { headings, rows }: Pick<AnswerTable, "headings" | "rows">,
  book: AnsweredBook,
): readonly JudgedLine[] =>
  headings.flatMap((heading, column) => {
    const found = placeHeadingOf(heading, book.recordType);
    if (!found) return [];
    const judge = remembering(judgeOf(found, book));
    const lines = rows.flatMap(({ row, cells }): JudgedLine[] => {
      const text = cells[column] ?? "";
      return text === "" ? [] : [{ row, heading, text, verdict: judge(text) }];
    });
    if (found.tells === "district" || found.tells === "province") {
      // Where one of them is the book's, they are those of persons.
      return lines.some(({ verdict }) => verdict === "own") ? [] : lines;
    }
    return found.isFirm ? lines : unreadBesideOwn(lines);
  });

/** So many rows for each different value at least: cases of one book name one, or a few. */
const ROWS_OF_VALUE = 2;

/**
 * Columns whose headings say nothing of a book, by what stands in them: where every value has the
 * form of a book's number, a year, a type or an office. Of whose cases' dates are told, too.
 */
const linesOfOtherColumns = (
  { headings, rows }: Pick<AnswerTable, "headings" | "rows">,
  book: AnsweredBook,
): readonly JudgedLine[] => {
  const { number, status, reason } = proposeColumns({ headings });
  const judge = formJudge(book);
  const judgeDate = registrationDateJudge(book);
  return headings.flatMap((heading, column) => {
    if ([number, status, reason].includes(column) || placeHeadingOf(heading, book.recordType)) return [];
    const texts = rows.flatMap(({ row, cells }) => {
      const text = cells[column] ?? "";
      return text === "" ? [] : [{ row, heading, text }];
    });
    if (isRegistrationDate(heading)) return texts.map((line) => ({ ...line, verdict: judgeDate(line.text) }));
    const judged = texts.map((line) => ({ ...line, ...judge(line.text) }));
    const different = new Set(judged.map(({ text }) => text)).size;
    if (different > Math.max(1, judged.length / ROWS_OF_VALUE)) return [];
    const mayBeOfCase = judged.some(({ form }) => form === "book" || form === "year") && isOfCase(heading);
    const isOfBooks = judged.every(({ form }) => form !== undefined);
    return isOfBooks && !mayBeOfCase ? judged : [];
  });
};

type TitleRow = AnswerTable["rows"][number];

const filledIn = (cells: readonly string[]): readonly string[] => cells.filter((cell) => cell !== "");

/** Rows above the headings, and those between the cases that hold one text alone. */
const titlesOf = ({ titles, rows }: Pick<AnswerTable, "titles" | "rows">): readonly TitleRow[] => {
  const last = rows.findLastIndex(({ cells }) => filledIn(cells).length > 1);
  return [...titles, ...rows.slice(0, Math.max(0, last)).filter(({ cells }) => filledIn(cells).length === 1)];
};

/** Rows below the last case. */
const footersOf = ({ rows }: Pick<AnswerTable, "rows">): readonly TitleRow[] => {
  const last = rows.findLastIndex(({ cells }) => filledIn(cells).length > 1);
  return rows.slice(last + 1);
};

interface Labelled {
  readonly label: string;
  readonly value: string;
  /** False where it may be no value at all. */
  readonly isSure: boolean;
}

/** What stands behind a label that says nothing of a book. */
const judgeForm = (label: string, text: string, book: AnsweredBook): PlaceVerdict => {
  const { form, verdict } = formJudge(book)(text);
  return (form === "book" || form === "year") && (isOfCase(label) || isPaperNumber(label)) ? "none" : verdict;
};

/** `Quyển số: 07/2011`, in one cell or in two. */
const labelledIn = ({ row, cells }: TitleRow, book: AnsweredBook): readonly JudgedLine[] => {
  const filled = filledIn(cells);
  const pairs = filled.flatMap((cell, at): readonly Labelled[] => {
    const [, label = "", value = ""] = /^([^:]{1,40}):\s*(.+)$/su.exec(cell) ?? [];
    if (value !== "") return [{ label, value, isSure: true }];
    const next = filled[at + 1];
    if (next === undefined) return [];
    // Two headings stand side by side as well.
    return [{ label: cell.replace(/:$/u, ""), value: next, isSure: cell.endsWith(":") || /\d/u.test(next) }];
  });
  return pairs.flatMap(({ label: heading, value: text, isSure }) => {
    const found = placeHeadingOf(heading, book.recordType);
    const verdict = found ? judgeOf(found, book)(text) : judgeForm(heading, text, book);
    return verdict === "unread" && !isSure ? [] : [{ row, heading, text, verdict }];
  });
};

const linesOfTitles = (titles: readonly TitleRow[], book: AnsweredBook): readonly JudgedLine[] => {
  const mentions = titles.flatMap((title) =>
    filledIn(title.cells).flatMap((text) =>
      mentionsIn(text, book).map(({ tells, verdict }) => ({
        row: title.row,
        heading: "",
        text,
        tells,
        verdict,
      })),
    ),
  );
  const byWhat = Map.groupBy(mentions, ({ tells }) => tells);
  const told = [...byWhat.values()].flatMap(unreadBesideOwn);
  const labelled = titles.flatMap((title) => labelledIn(title, book));
  // What a label says clearly needs no second reading of the same cell.
  const read = new Set(labelled.filter(({ verdict }) => verdict !== "unread").map(({ row }) => row));
  return [...labelled, ...told.filter(({ row, verdict }) => verdict !== "unread" || !read.has(row))];
};

/** Who a paper goes to, and who signs it, stands there too: only books and their types are read. */
const linesOfFooters = (footers: readonly TitleRow[], book: AnsweredBook): readonly JudgedLine[] =>
  footers.flatMap(({ row, cells }) =>
    filledIn(cells).flatMap((text) =>
      mentionsIn(text, book).some(({ tells, verdict }) => tells !== "office" && verdict === "other")
        ? [{ row, heading: "", text, verdict: "unread" as const }]
        : [],
    ),
  );

/** People name files as they like: what names another book there is only asked about. */
const linesOfNames = (names: readonly string[], book: AnsweredBook): readonly JudgedLine[] =>
  names.flatMap((text) =>
    mentionsIn(text, book).flatMap(({ tells, verdict }) =>
      tells !== "office" && (verdict === "other" || verdict === "unread")
        ? [{ row: 0, heading: "", text, verdict: "unread" as const }]
        : [],
    ),
  );

const once = (lines: readonly JudgedLine[]): readonly NamedLine[] =>
  [...new Map(lines.map((line) => [`${line.row} ${line.text}`, line])).values()].map(
    ({ row, heading, text }) => ({ row, heading, text }),
  );

/** Columns, titles and names of a file that tell of another book than the package's, or may. */
export const namedLinesOf = (
  table: Pick<AnswerTable, "headings" | "rows" | "titles" | "names">,
  book: AnsweredBook,
): NamedLines => {
  const lines = [
    ...linesOfColumns(table, book),
    ...linesOfOtherColumns(table, book),
    ...linesOfTitles(titlesOf(table), book),
    ...linesOfFooters(footersOf(table), book),
    ...linesOfNames(table.names, book),
  ];
  const of = (wanted: PlaceVerdict) =>
    once(lines.filter(({ verdict }) => verdict === wanted)).toSorted((one, other) => one.row - other.row);
  return { elsewhere: of("other"), unread: of("unread") };
};

const dayIn = (text: string): string | undefined => {
  const [, day, month, year] = /(\d{1,2})[./-](\d{1,2})[./-](\d{4})/u.exec(text) ?? [];
  if (day !== undefined) return `${year}-${month?.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return /\d{4}-\d{2}-\d{2}/u.exec(text)?.[0];
};

/** The last day on which an answer says that something was done; undefined where it tells none. */
export const lastDayOf = ({ headings, rows }: Pick<AnswerTable, "headings" | "rows">): string | undefined => {
  const columns = headings.flatMap((heading, column) =>
    dayHeadings.has(foldForSearch(heading)) ? [column] : [],
  );
  const days = rows.flatMap(({ cells }) => columns.flatMap((column) => dayIn(cells[column] ?? "") ?? []));
  return days.toSorted().at(-1);
};

/** The day of an answer that ends before its package was made; undefined where it does not. */
export const dayBefore = (
  table: Pick<AnswerTable, "headings" | "rows">,
  madeAt: string,
): string | undefined => {
  const day = lastDayOf(table);
  return day !== undefined && day < vietnamDay(new Date(madeAt)) ? day : undefined;
};
