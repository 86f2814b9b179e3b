import { countFirstCases } from "../registration-number.ts";
import {
  type BookFinding,
  type BookRecord,
  bookFinding,
  inBookOrder,
  type NumberedRecord,
  numberRecords,
} from "./book-record.ts";
import { type BookFile, checkFiles } from "./check-files.ts";
import { findingsOfOffice, type OfficeOfBook } from "./check-offices.ts";
import { checkDuplicates, checkSequence } from "./check-sequence.ts";
import { limitOn } from "./limits.ts";

/** A book as the inventory describes it; what is not known is left out. */
export interface InventoriedBook {
  /** `NN/YYYY` */
  readonly bookNumber: string;
  readonly openingYear: number;
  readonly expectedCases?: number | undefined;
  readonly pages?: number | undefined;
  /** Other books of the unit, of the same type and number, whose offices fold to the same name. */
  readonly sameBooks?: readonly { readonly bookNumber: string; readonly office: string }[] | undefined;
  /** Left out where nobody knows it: then no case is held against it. */
  readonly writtenBy?: OfficeOfBook | undefined;
}

/** Figures of a book that must agree. */
export interface BookCounts {
  readonly expected: number | null;
  readonly records: number;
  /** Those of them that the inventory counts: without second cases of a number. */
  readonly ownNumbers: number;
  /** Where numbering began again within the book, the last numbers are added up. */
  readonly lastNumber: number | null;
  readonly pages: number | null;
  readonly scannedPages: number;
  readonly files: number;
}

/** A finding with what it is about, so that a person can close exactly this one with a reason. */
export type ReconciliationFinding = BookFinding & {
  readonly subject: string;
  /** What named it before subjects named what was found; undefined where that is the same. */
  readonly earlierSubject?: string | undefined;
};

/** Which numbers have their first case, once for each run of numbers that has it. */
export interface TakenNumbers {
  readonly numbers: readonly number[];
  /** How often the numbers of the book begin, as far as its cases tell. */
  readonly runs: number;
}

/** How a book and what is known of it agree. */
export interface Reconciliation {
  readonly counts: BookCounts;
  readonly findings: readonly ReconciliationFinding[];
  readonly taken: TakenNumbers;
}

const byFiles = new Set([
  "file-without-record",
  "file-name-invalid",
  "file-name-differs",
  "file-unreadable",
  "file-reused",
]);

/** `1–12/2008, 15/2008`, as far as there is room; a case more or less makes it another text. */
const MOST_OF_LIST = 80;
const inShort = (numbers: readonly string[]): string => {
  const runs: { readonly from: string; readonly year: string; to: string }[] = [];
  for (const key of numbers) {
    const [number = "", year] = key.split("/");
    const run = runs.at(-1);
    const rest = year === undefined ? "" : `/${year}`;
    if (run && run.year === rest && Number(number) === Number(run.to) + 1) run.to = number;
    else runs.push({ from: number, to: number, year: rest });
  }
  const text = runs.map(({ from, to, year }) => `${from === to ? from : `${from}–${to}`}${year}`).join(", ");
  if (text.length <= MOST_OF_LIST) return text;
  return `${text.slice(0, MOST_OF_LIST)}… ${numbers.at(-1)} (${numbers.length})`;
};

const MOST_OF_NAME = 150;

/** The file, the numbers, or the figures that a finding is about. */
const placeOf = (finding: BookFinding, numberOf: ReadonlyMap<string, string>): string => {
  const { rule, records, params = {} } = finding;
  if (byFiles.has(rule) && params["file"] !== undefined) return params["file"];
  if (rule === "number-gap") return `${params["from"]}–${params["to"]}`;
  const numbers = records.map((id) => numberOf.get(id) ?? id);
  if (rule === "office-differs-from-book") {
    const [other, office] = [params["other"], params["office"]].map((name) => name?.slice(0, MOST_OF_NAME));
    return `${inShort(numbers)}: ${other} – ${office}`;
  }
  return numbers.length > 0 ? numbers.join(", ") : Object.values(params).join("/");
};

/**
 * The same with what was found there, for rules that find different things in one place; undefined
 * for the others. Dates of registration stand in the names of files too; never a person's data.
 */
const foundIn = ({ rule, params = {} }: BookFinding): string | undefined => {
  const { file, other, found, expected, partVi, number, previous } = params;
  switch (rule) {
    case "file-name-differs":
      return `${file} (${partVi}: ${found} – ${expected})`;
    case "file-reused":
      return `${file} (${other})`;
    case "date-falls":
      return `${previous} ${params["previousDate"]}, ${number} ${params["date"]}`;
    case "number-out-of-order":
      return `${previous} (${params["previousPage"]}), ${number} (${params["page"]})`;
    default:
      return undefined;
  }
};

/** Stays the same as long as the finding does, and no longer. */
const subjectOf = (
  finding: BookFinding,
  numberOf: ReadonlyMap<string, string>,
): Pick<ReconciliationFinding, "subject" | "earlierSubject"> => {
  const place = placeOf(finding, numberOf);
  const found = foundIn(finding);
  return found === undefined ? { subject: place } : { subject: found, earlierSubject: place };
};

function* checkCounts(counts: BookCounts): Iterable<BookFinding> {
  const { expected, ownNumbers, lastNumber, pages, scannedPages } = counts;
  const found = String(ownNumbers);
  if (expected !== null && expected !== ownNumbers) {
    yield bookFinding("cases-expected-differ", [], { params: { expected: String(expected), found } });
  }
  if (lastNumber !== null && lastNumber !== ownNumbers) {
    yield bookFinding("last-number-differs", [], { params: { last: String(lastNumber), found } });
  }
  if (pages !== null && scannedPages > 0 && pages !== scannedPages) {
    const params = { expected: String(pages), found: String(scannedPages) };
    yield bookFinding("pages-differ", [], { params });
  }
}

function* checkSameBooks({ sameBooks = [] }: InventoriedBook): Iterable<BookFinding> {
  for (const { bookNumber, office } of sameBooks)
    yield bookFinding("book-registered-twice", [], { params: { bookNumber, office } });
}

function* checkYears(records: readonly BookRecord[], openingYear: number): Iterable<BookFinding> {
  const span = limitOn("book-year-span").max;
  for (const { record, view, key } of numberRecords(records)) {
    const year = view.date(view.key.date)?.year;
    if (year === undefined || (openingYear <= year && year <= openingYear + span)) continue;
    const params = { number: key, year: String(year), bookYear: String(openingYear) };
    yield bookFinding("entry-outside-book-years", [record], { fields: [view.key.date], params });
  }
}

/** The last number of each run of numbers: a book of two years may begin again with 1. */
const lastNumbers = (numbered: readonly NumberedRecord[]): readonly number[] => {
  const lasts: number[] = [];
  let year: number | undefined;
  for (const one of inBookOrder(numbered)) {
    const { number } = one.number;
    const last = lasts.pop();
    if (last !== undefined && one.year !== year && number <= last) lasts.push(last, number);
    else lasts.push(Math.max(last ?? 0, number));
    year = one.year;
  }
  return lasts;
};

const takenOf = (numbered: readonly NumberedRecord[]): TakenNumbers => {
  const first = numbered.filter(({ number }) => number.suffix === "");
  const ofRun = new Map(first.map(({ number, year }) => [`${number.number}/${year}`, number.number]));
  return { numbers: [...ofRun.values()], runs: Math.max(1, lastNumbers(numbered).length) };
};

/**
 * Everything about a whole book that does not agree: its five counts, gaps, repeats and order of
 * numbers, entries outside its years or of another office, files without rows and rows without
 * files (only once case scans are there).
 */
export const reconcileBook = (
  book: InventoriedBook,
  records: readonly BookRecord[],
  files: readonly BookFile[],
  scannedPages: number,
): Reconciliation => {
  const numbered = numberRecords(records);
  const numberOf = new Map(numbered.map(({ record, key }) => [record.id, key]));
  const counts: BookCounts = {
    expected: book.expectedCases ?? null,
    records: records.length,
    ownNumbers: countFirstCases(numberRecords(records).map(({ view }) => view.text(view.key.number) ?? "")),
    lastNumber: numbered.length === 0 ? null : lastNumbers(numbered).reduce((sum, last) => sum + last),
    pages: book.pages ?? null,
    scannedPages,
    files: files.length,
  };
  const findings = [
    ...checkCounts(counts),
    ...checkSameBooks(book),
    ...checkDuplicates(records),
    ...checkSequence(records),
    ...checkYears(records, book.openingYear),
    ...(book.writtenBy ? findingsOfOffice(records, book.writtenBy, book.openingYear) : []),
    ...(files.length === 0 ? [] : checkFiles(records, files, { quyenSo: book.bookNumber })),
  ];
  return {
    counts,
    findings: findings.map((finding) => ({ ...finding, ...subjectOf(finding, numberOf) })),
    taken: takenOf(numbered),
  };
};
