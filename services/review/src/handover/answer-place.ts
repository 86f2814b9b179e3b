import { vietnamDay } from "@sogoc/core";
import { foldForSearch, parseBookNumber, recordTypes } from "@sogoc/registers";
import type { AnswerTable } from "./answer-file.ts";

/** The book that a package is of. */
export interface AnsweredBook {
  readonly recordType: string;
  readonly bookNumber: string;
  /** As its package names it, and as it is called now. */
  readonly offices: readonly string[];
}

/** A line of an answer that names another book than its package's. */
export interface ElsewhereLine {
  readonly row: number;
  readonly heading: string;
  readonly text: string;
}

/** Headings as a whole: a case has columns of other places and books as well. */
const bookHeadings = new Set(["quyen so", "so quyen", "quyenso", "book", "book number"]);
const typeHeadings = new Set(["loai so", "loai ho tich", "loai su kien ho tich", "book type", "record type"]);
const officeHeadings = new Set([
  ...["noi dang ky", "noi dang ky ho tich", "noidangky", "co quan dang ky", "co quan dang ky ho tich"],
  ...["don vi dang ky", "office", "registering office"],
]);
const dayHeadings = new Set([
  ...["ngay xu ly", "ngay nap", "ngay cap nhat", "ngay tra ket qua", "ngay ket qua", "thoi gian"],
  ...["thoi gian xu ly", "thoi gian nap", "processed at", "loaded at"],
]);

type Judge = (text: string) => boolean;

/** `KT 07/2011` is a book as well; what names no book is not judged. */
const isOtherBook = (bookNumber: string): Judge => {
  const own = parseBookNumber(bookNumber);
  return (text) => {
    const named = parseBookNumber(/\d{1,3}\s*\/\s*\d{4}/u.exec(text)?.[0] ?? "");
    return (
      named !== undefined && own !== undefined && (named.number !== own.number || named.year !== own.year)
    );
  };
};

/** Only the code of another type counts: words for types are written in many ways. */
const isOtherType = (recordType: string): Judge => {
  const codes = new Map(recordTypes.map(({ code }) => [foldForSearch(code), code]));
  return (text) => (codes.get(foldForSearch(text)) ?? recordType) !== recordType;
};

/** An office may be written with the places around it, or without. */
const isOtherOffice = (offices: readonly string[]): Judge => {
  const own = offices.map(foldForSearch);
  return (text) => {
    const named = foldForSearch(text);
    return !own.some((office) => office.includes(named) || named.includes(office));
  };
};

/** Lines whose columns of book, type or office name another than the package's. */
export const linesOfAnotherBook = (
  { headings, rows }: Pick<AnswerTable, "headings" | "rows">,
  { recordType, bookNumber, offices }: AnsweredBook,
): readonly ElsewhereLine[] => {
  const judges = headings.flatMap((heading, column) => {
    const folded = foldForSearch(heading);
    const judge = bookHeadings.has(folded)
      ? isOtherBook(bookNumber)
      : typeHeadings.has(folded)
        ? isOtherType(recordType)
        : officeHeadings.has(folded)
          ? isOtherOffice(offices)
          : undefined;
    return judge ? [{ heading, column, judge }] : [];
  });
  return rows.flatMap(({ row, cells }) =>
    judges.flatMap(({ heading, column, judge }) => {
      const text = cells[column] ?? "";
      return text !== "" && judge(text) ? [{ row, heading, text }] : [];
    }),
  );
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
