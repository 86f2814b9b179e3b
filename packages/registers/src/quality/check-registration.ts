import { z } from "zod";
import holidayData from "../../data/holidays.json" with { type: "json" };
import { formatBookNumber, parseBookNumber } from "../book-number.ts";
import { weekday } from "../date-range.ts";
import type { Finding } from "../finding.ts";
import { formatDate, isComplete, toIso } from "../partial-date.ts";
import { phaseOf } from "../phases.ts";
import { parseRegistrationNumber } from "../registration-number.ts";
import { limitOn } from "./limits.ts";
import { found, type RecordView } from "./record-view.ts";

const Holiday = z.object({ day: z.string().regex(/^\d{2}-\d{2}$/) });
const holidays = new Set(
  z
    .array(Holiday)
    .parse(holidayData)
    .map(({ day }) => day),
);

/** Whether the inventory tells when the book was opened, so that the record is not asked. */
const isOpeningKnown = ({ input: { book } }: RecordView): boolean =>
  book?.openingYear !== undefined || book?.quyenSo !== undefined;

/** The year the book was opened: as inventoried, or from the number on the record. */
const openingYear = (record: RecordView): number | undefined => {
  const { book } = record.input;
  const text = book?.quyenSo ?? record.text(record.key.book);
  return book?.openingYear ?? (text === undefined ? undefined : parseBookNumber(text)?.year);
};

/** Rule 3: years in the number, the book and the date agree. */
export function* checkYears(record: RecordView): Iterable<Finding> {
  const { number, book, date } = record.key;
  const year = record.date(date)?.year;
  if (year === undefined) return;
  const registration = parseRegistrationNumber(record.text(number) ?? "");
  if (registration?.year !== undefined && registration.year !== year) {
    const params = { numberYear: String(registration.year), dateYear: String(year) };
    yield found(record, "number-year-differs", [number, date], { params });
  }
  const opened = openingYear(record);
  if (opened !== undefined && (opened > year || year - opened > limitOn("book-year-span").max)) {
    const params = { bookYear: String(opened), dateYear: String(year) };
    yield found(record, "book-year-differs", [book, date], { params });
  }
}

/** Rule 3: the number of the book on the record is the one that the book is inventoried under. */
export function* checkBookNumber(record: RecordView): Iterable<Finding> {
  const written = parseBookNumber(record.text(record.key.book) ?? "");
  const book = parseBookNumber(record.input.book?.quyenSo ?? "");
  if (written === undefined || book === undefined) return;
  const params = { written: formatBookNumber(written), book: formatBookNumber(book) };
  if (params.written !== params.book) {
    yield found(record, "book-number-differs", [record.key.book], { params });
  }
}

/** Rule 4: the registration lies in the period of its book, and not on a day of rest. */
export function* checkRegistrationDate(record: RecordView): Iterable<Finding> {
  const code = record.key.date;
  const date = record.date(code);
  if (date === undefined) return;
  const opened = openingYear(record);
  if (opened !== undefined) {
    const { from, to } = phaseOf(opened);
    const last = to ?? Number.POSITIVE_INFINITY;
    if (date.year < (from ?? 0) || date.year > last) {
      // The last book of a phase may be used a little into the next year, as rule 3 allows.
      const running = opened === last && date.year - opened === limitOn("book-year-span").max;
      const params = { date: formatDate(date), from: String(from ?? "…"), to: String(to ?? "…") };
      const severity = running ? "warning" : "error";
      const read = isOpeningKnown(record) ? undefined : record.key.book;
      yield found(record, "registration-date-outside-phase", [code, read], { severity, params });
    }
  }
  if (isComplete(date) && (weekday(date) === 0 || holidays.has(toIso(date).slice(5)))) {
    yield found(record, "registration-date-rest-day", [code], { params: { date: formatDate(date) } });
  }
}
