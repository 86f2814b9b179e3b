import { vietnamDay } from "@sogoc/core";
import { foldForSearch } from "@sogoc/registers";
import { type AnswerTable, proposeColumns } from "./answer-file.ts";
import { type BookHeading, bookHeadingOf, isOfCase, isRegistrationDate } from "./book-headings.ts";
import {
  type AnsweredBook,
  type BookMatch,
  type BookMatcher,
  bookJudge,
  formJudge,
  officeJudge,
  registrationDateJudge,
  typeJudge,
  widerJudge,
  yearJudge,
} from "./book-matches.ts";
import { dayHeadings } from "./short-years.ts";
import { titleMentionsIn } from "./title-mentions.ts";

/** A line of a file that may name a book; row 0 is the name of the file or of its sheet. */
export interface BookMention {
  readonly row: number;
  /** The heading of its column, or the label before it; empty in a title. */
  readonly heading: string;
  readonly text: string;
}

/** Lines that clearly name another book than the package's (`elsewhere`), and lines that may. */
export interface BookMentions {
  readonly elsewhere: readonly BookMention[];
  readonly uncertain: readonly BookMention[];
}

/** `Số: 07/2011` is the number of the document itself. */
const isPaperNumber = (label: string): boolean => foldForSearch(label) === "so";

type MatchedMention = BookMention & { readonly match: BookMatch };

const judgeOf = ({ about, isFirm }: BookHeading, book: AnsweredBook): BookMatcher => {
  if (about === "book") return bookJudge(book);
  if (about === "year") return yearJudge(book);
  if (about === "office") return officeJudge(book, isFirm);
  if (about === "district" || about === "province") return widerJudge(book, about);
  const judge = typeJudge(book);
  // Columns with such a heading contain kinds of many things; a text that names no book type is not
  // about books.
  return isFirm ? judge : (text) => (judge(text) === "uncertain" ? "none" : judge(text));
};

/** Columns repeat few texts, and matching takes longer than finding one here. */
const remembering = (judge: BookMatcher): BookMatcher => {
  const known = new Map<string, BookMatch>();
  return (text) => {
    const match = known.get(text) ?? judge(text);
    known.set(text, match);
    return match;
  };
};

/** Where some lines name this book, lines that name another one are left to a person. */
const uncertainBesideOwn = (lines: readonly MatchedMention[]): readonly MatchedMention[] =>
  lines.some(({ match }) => match === "own")
    ? lines.map((line) => (line.match === "other" ? { ...line, match: "uncertain" } : line))
    : lines;

const linesOfColumns = (
  { headings, rows }: Pick<AnswerTable, "headings" | "rows">,
  book: AnsweredBook,
): readonly MatchedMention[] =>
  headings.flatMap((heading, column) => {
    const found = bookHeadingOf(heading, book.recordType);
    if (!found) return [];
    const judge = remembering(judgeOf(found, book));
    const lines = rows.flatMap(({ row, cells }): MatchedMention[] => {
      const text = cells[column] ?? "";
      return text === "" ? [] : [{ row, heading, text, match: judge(text) }];
    });
    if (found.about === "district" || found.about === "province") {
      // If one of them is the book's, the column contains persons' places.
      return lines.some(({ match }) => match === "own") ? [] : lines;
    }
    return found.isFirm ? lines : uncertainBesideOwn(lines);
  });

/**
 * A column about books has at least this many rows for each different value: cases of one book name
 * one or few.
 */
const ROWS_OF_VALUE = 2;

/**
 * Columns whose heading is not about books, judged by their values: every one must have the form of
 * a book's number, a year, a type or an office. Dates of registration are judged as well.
 */
const linesOfOtherColumns = (
  { headings, rows }: Pick<AnswerTable, "headings" | "rows">,
  book: AnsweredBook,
): readonly MatchedMention[] => {
  const { number, status, reason } = proposeColumns({ headings });
  const judge = formJudge(book);
  const judgeDate = registrationDateJudge(book);
  return headings.flatMap((heading, column) => {
    if ([number, status, reason].includes(column) || bookHeadingOf(heading, book.recordType)) return [];
    const texts = rows.flatMap(({ row, cells }) => {
      const text = cells[column] ?? "";
      return text === "" ? [] : [{ row, heading, text }];
    });
    if (isRegistrationDate(heading)) return texts.map((line) => ({ ...line, match: judgeDate(line.text) }));
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

/** Rows above the headings, and rows among the cases with only one text. */
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

/** Matches the text after a label that is not about books. */
const judgeForm = (label: string, text: string, book: AnsweredBook): BookMatch => {
  const { form, match } = formJudge(book)(text);
  return (form === "book" || form === "year") && (isOfCase(label) || isPaperNumber(label)) ? "none" : match;
};

/** `Quyển số: 07/2011`, in one cell or in two. */
const labelledIn = ({ row, cells }: TitleRow, book: AnsweredBook): readonly MatchedMention[] => {
  const filled = filledIn(cells);
  const pairs = filled.flatMap((cell, at): readonly Labelled[] => {
    const [, label = "", value = ""] = /^([^:]{1,40}):\s*(.+)$/su.exec(cell) ?? [];
    if (value !== "") return [{ label, value, isSure: true }];
    const next = filled[at + 1];
    if (next === undefined) return [];
    // Two headings may also stand side by side.
    return [{ label: cell.replace(/:$/u, ""), value: next, isSure: cell.endsWith(":") || /\d/u.test(next) }];
  });
  return pairs.flatMap(({ label: heading, value: text, isSure }) => {
    const found = bookHeadingOf(heading, book.recordType);
    const match = found ? judgeOf(found, book)(text) : judgeForm(heading, text, book);
    return match === "uncertain" && !isSure ? [] : [{ row, heading, text, match }];
  });
};

const linesOfTitles = (titles: readonly TitleRow[], book: AnsweredBook): readonly MatchedMention[] => {
  const mentions = titles.flatMap((title) =>
    filledIn(title.cells).flatMap((text) =>
      titleMentionsIn(text, book).map(({ about, match }) => ({
        row: title.row,
        heading: "",
        text,
        about,
        match,
      })),
    ),
  );
  const byWhat = Map.groupBy(mentions, ({ about }) => about);
  const fromTitles = [...byWhat.values()].flatMap(uncertainBesideOwn);
  const labelled = titles.flatMap((title) => labelledIn(title, book));
  // A cell with a clear label is not read a second time as a title.
  const read = new Set(labelled.filter(({ match }) => match !== "uncertain").map(({ row }) => row));
  return [...labelled, ...fromTitles.filter(({ row, match }) => match !== "uncertain" || !read.has(row))];
};

/** Below the cases stand recipients and signatures, too, so offices are not read there. */
const linesOfFooters = (footers: readonly TitleRow[], book: AnsweredBook): readonly MatchedMention[] =>
  footers.flatMap(({ row, cells }) =>
    filledIn(cells).flatMap((text) =>
      titleMentionsIn(text, book).some(({ about, match }) => about !== "office" && match === "other")
        ? [{ row, heading: "", text, match: "uncertain" as const }]
        : [],
    ),
  );

/** Files are named freely: another book in the name is only asked about. */
const linesOfNames = (names: readonly string[], book: AnsweredBook): readonly MatchedMention[] =>
  names.flatMap((text) =>
    titleMentionsIn(text, book).flatMap(({ about, match }) =>
      about !== "office" && (match === "other" || match === "uncertain")
        ? [{ row: 0, heading: "", text, match: "uncertain" as const }]
        : [],
    ),
  );

const once = (lines: readonly MatchedMention[]): readonly BookMention[] =>
  [...new Map(lines.map((line) => [`${line.row} ${line.text}`, line])).values()].map(
    ({ row, heading, text }) => ({ row, heading, text }),
  );

/**
 * The columns, titles and names of a file that name, or may name, another book than the package's.
 */
export const bookMentionsOf = (
  table: Pick<AnswerTable, "headings" | "rows" | "titles" | "names">,
  book: AnsweredBook,
): BookMentions => {
  const lines = [
    ...linesOfColumns(table, book),
    ...linesOfOtherColumns(table, book),
    ...linesOfTitles(titlesOf(table), book),
    ...linesOfFooters(footersOf(table), book),
    ...linesOfNames(table.names, book),
  ];
  const of = (wanted: BookMatch) =>
    once(lines.filter(({ match }) => match === wanted)).toSorted((one, other) => one.row - other.row);
  return { elsewhere: of("other"), uncertain: of("uncertain") };
};

const dayIn = (text: string): string | undefined => {
  const [, day, month, year] = /(\d{1,2})[./-](\d{1,2})[./-](\d{4})/u.exec(text) ?? [];
  if (day !== undefined) return `${year}-${month?.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return /\d{4}-\d{2}-\d{2}/u.exec(text)?.[0];
};

/** The last day in an answer on which something was done; undefined without one. */
export const lastDayOf = ({ headings, rows }: Pick<AnswerTable, "headings" | "rows">): string | undefined => {
  const columns = headings.flatMap((heading, column) =>
    dayHeadings.has(foldForSearch(heading)) ? [column] : [],
  );
  const days = rows.flatMap(({ cells }) => columns.flatMap((column) => dayIn(cells[column] ?? "") ?? []));
  return days.toSorted().at(-1);
};

/** The last day in an answer if it is before its package was made. */
export const dayBefore = (
  table: Pick<AnswerTable, "headings" | "rows">,
  madeAt: string,
): string | undefined => {
  const day = lastDayOf(table);
  return day !== undefined && day < vietnamDay(new Date(madeAt)) ? day : undefined;
};
