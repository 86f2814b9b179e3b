import { CommandRejected, everyDocument, type Hands, joinHands } from "@sogoc/core";
import type { LotBookCounts } from "@sogoc/events";
import {
  findClosing,
  namesakesOf,
  reconcileBook,
  scannedOf,
  timeFindings,
  toBookRecord,
} from "@sogoc/registers";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";
import type { BookReader, BookView } from "../read-models/books.ts";
import type { RecordReader } from "../read-models/records.ts";
import type { ScanReader } from "../read-models/scans.ts";

export interface BookReaders {
  readonly books: BookReader;
  readonly records: RecordReader;
  readonly scans: ScanReader;
  readonly keyedBatches: BatchKeyingReader;
}

/** Books of the unit, type and number whose office is written otherwise and is the same. */
const listNamesakes = async (books: BookReader, book: BookView): Promise<readonly BookView[]> => {
  const { unitId, recordType, bookNumber } = book;
  return namesakesOf(book, await everyDocument(books, { where: { unitId, recordType, bookNumber } }));
};

interface JudgedBook {
  readonly counts: LotBookCounts;
  /**
   * Whoever closed a finding that stands, or changed what the inventory says: an acceptance rests
   * on their word.
   */
  readonly closers: Hands;
  /** The findings that `counts` has as open, in words. */
  readonly openFindings: readonly OpenBookFinding[];
}

interface OpenBookFinding {
  readonly rule: string;
  readonly messageVi: string;
  readonly messageEn: string;
}

interface BookJudging {
  /** Also findings that may settle while the rest of the book is keyed. */
  readonly includeNotDue?: boolean | undefined;
}

/**
 * A book's five counts, and how many findings of its reconciliation are due and not closed with a
 * reason. What may settle while the rest of the book is keyed is not due yet, and counts only where
 * the book is judged as it is to go out. Throws `read-model-behind` where this service has not
 * heard of the book.
 */
export const judgeBook = async (
  { books, records: recordModel, scans: scanModel, keyedBatches }: BookReaders,
  bookId: string,
  { includeNotDue = false }: BookJudging = {},
): Promise<JudgedBook> => {
  const book = await books.find(bookId);
  if (!book) throw new CommandRejected("read-model-behind");
  const [namesakes, records, scans, underWay] = await Promise.all([
    listNamesakes(books, book),
    everyDocument(recordModel, {
      where: { bookId, status: "entered" },
      orderBy: [{ column: "sortNumber" }],
    }),
    everyDocument(scanModel, { where: { bookId } }),
    everyDocument(keyedBatches, { where: { bookId, underWay: 1 } }),
  ]);
  const rows = records.map(toBookRecord);
  const { files, scannedPages } = scannedOf(scans);
  const { counts, findings } = reconcileBook({ ...book, namesakes }, rows, files, scannedPages);
  const changed = new Map(records.map(({ id, contentAt }) => [id, contentAt]));
  const ranges = includeNotDue ? [] : underWay.map(({ opened }) => opened ?? {});
  const standing = timeFindings(findings, ranges).map(({ finding, awaits }) => ({
    finding,
    awaits,
    closing: findClosing(book.closed, finding, (recordId) => changed.get(recordId)),
  }));
  const open = standing.filter(({ awaits, closing }) => closing === undefined && !awaits);
  const closers = standing.flatMap(({ closing: { by, setters = [], openers } = {} }) =>
    by === undefined ? [] : [{ accounts: [by], setters, openers }],
  );
  return {
    counts: { bookId, ...counts, openFindings: open.length },
    closers: joinHands([...closers, ...Object.values(book.counted)]),
    openFindings: open.map(({ finding: { rule, messageVi, messageEn } }) => ({ rule, messageVi, messageEn })),
  };
};

/** The counts alone. Throws as `judgeBook` does. */
export const countBook = async (
  readers: BookReaders,
  bookId: string,
  judging?: BookJudging,
): Promise<LotBookCounts> => (await judgeBook(readers, bookId, judging)).counts;
