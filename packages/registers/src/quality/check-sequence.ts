import { isDefinitelyBefore } from "../date-range.ts";
import { foldForSearch } from "../fold.ts";
import { groupBy } from "../group-by.ts";
import { formatDate } from "../partial-date.ts";
import { parsePageNumber } from "../registration-number.ts";
import {
  type BookFinding,
  type BookRecord,
  bookFinding,
  bookOf,
  inBookOrder,
  type NumberedRecord,
  numberRecords,
} from "./book-record.ts";

const bookKey = ({ record, view }: NumberedRecord): string =>
  record.bookId ??
  [foldForSearch(view.text(view.key.office) ?? ""), record.recordType.code, bookOf(view)].join("|");

/** Rule 5: one case per office, type, book and number. A confirmed duplicate is a warning. */
export const checkDuplicates = (records: Iterable<BookRecord>): BookFinding[] => {
  const cases = groupBy(numberRecords(records), (one) => `${bookKey(one)}|${one.key}`);
  return [...cases.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined || same.length < 2) return [];
    const confirmed = same.every(
      ({ record }) => record.confirmed?.includes("duplicate-registration") === true,
    );
    const { number, book } = first.view.key;
    return bookFinding(
      "duplicate-registration",
      same.map(({ record }) => record),
      {
        fields: [number, book],
        params: { number: first.key, book: bookOf(first.view), count: String(same.length) },
        severity: confirmed ? "warning" : "error",
      },
    );
  });
};

function* checkNeighbours(previous: NumberedRecord, next: NumberedRecord): Iterable<BookFinding> {
  const { number, date } = next.view.key;
  if (previous.year === next.year && next.number.number > previous.number.number + 1) {
    const [from, to] = [String(previous.number.number + 1), String(next.number.number - 1)];
    const params = { from, to, numbers: from === to ? from : `${from}–${to}`, book: bookOf(next.view) };
    yield bookFinding("number-gap", [previous.record, next.record], { fields: [number], params });
  }
  const [before, after] = [previous.view.date(previous.view.key.date), next.view.date(date)];
  if (before !== undefined && after !== undefined && isDefinitelyBefore(after, before)) {
    const params = {
      number: next.key,
      previous: previous.key,
      date: formatDate(after),
      previousDate: formatDate(before),
    };
    yield bookFinding("date-falls", [previous.record, next.record], { fields: [date, number], params });
  }
}

function* checkPageOrder(records: readonly NumberedRecord[]): Iterable<BookFinding> {
  const paged = records
    .map((one) => ({ one, page: parsePageNumber(one.view.text(one.view.key.page) ?? "") }))
    .filter(({ page }) => page !== undefined)
    .sort((a, b) => (a.page ?? 0) - (b.page ?? 0));
  for (const [index, { one: next, page }] of paged.entries()) {
    const last = paged[index - 1];
    if (last === undefined || last.page === page || last.one.year !== next.year) continue;
    if (next.number.number >= last.one.number.number) continue;
    const params = {
      number: next.key,
      previous: last.one.key,
      page: String(page),
      previousPage: String(last.page),
    };
    const { number, page: pageCode } = next.view.key;
    yield bookFinding("number-out-of-order", [last.one.record, next.record], {
      fields: pageCode === undefined ? [number] : [number, pageCode],
      params,
    });
  }
}

/** A letter tells a second case of a number from the first: alone, the first one is gone. */
function* checkSuffixes(records: readonly NumberedRecord[]): Iterable<BookFinding> {
  const ofNumber = groupBy(records, ({ number, year }) => `${number.number}/${year}`);
  for (const [only, another] of ofNumber.values()) {
    if (!only || another || only.number.suffix === "") continue;
    const params = { number: only.key, plain: String(only.number.number) };
    yield bookFinding("suffix-alone", [only.record], { fields: [only.view.key.number], params });
  }
}

/** Rule 6: numbers without gaps and in page order, dates that do not fall while numbers rise. */
export const checkSequence = (records: Iterable<BookRecord>): BookFinding[] => {
  const findings: BookFinding[] = [];
  for (const book of groupBy(numberRecords(records), bookKey).values()) {
    const ordered = inBookOrder(book);
    for (const [index, next] of ordered.entries()) {
      const previous = ordered[index - 1];
      if (previous !== undefined) findings.push(...checkNeighbours(previous, next));
    }
    findings.push(...checkSuffixes(ordered), ...checkPageOrder(ordered));
  }
  return findings;
};
