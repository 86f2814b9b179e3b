import type { Directory } from "@sogoc/access";
import { CommandRejected, everyDocument, type WhereOf } from "@sogoc/core";
import {
  markPremature,
  type ReconciliationFinding,
  reconcileBook,
  sameBooksOf,
  scannedOf,
  toBookRecord,
} from "@sogoc/registers";
import type { BatchReader, BatchView } from "../read-models/batches.ts";
import type { BookReader, BookView } from "../read-models/books.ts";
import { byNumber, type RecordReader } from "../read-models/records.ts";
import type { ScanReader } from "../read-models/scans.ts";

export interface ListDueFindingsDependencies {
  readonly books: BookReader;
  readonly batches: BatchReader;
  readonly records: RecordReader;
  readonly scans: ScanReader;
  readonly directory: Pick<Directory, "tree">;
}

/** Books with the same unit, type and number, and with the same office in another spelling. */
const listSameBooks = async (books: BookReader, book: BookView): Promise<readonly BookView[]> => {
  const { unitId, recordType, bookNumber } = book;
  const where = { unitId: unitId ?? "", recordType, bookNumber } satisfies WhereOf<typeof books>;
  return sameBooksOf(book, await everyDocument(books, { where }));
};

/** States before a batch is submitted: a finding about its numbers may still settle by itself. */
const underWay: ReadonlySet<BatchView["status"]> = new Set(["open", "second-keying", "arbitration"]);

/**
 * Findings of a book that are due, closed or not; premature ones are left out. Throws
 * `book-unknown`.
 */
export const listDueFindings = async (
  { books, batches, records: recordModel, scans: scanModel, directory }: ListDueFindingsDependencies,
  bookId: string,
): Promise<readonly ReconciliationFinding[]> => {
  const book = await books.find(bookId);
  if (!book || book.unitId === null) throw new CommandRejected("book-unknown");
  const records = await everyDocument(recordModel, {
    where: { bookId, status: "entered" },
    orderBy: byNumber,
  });
  const scans = await everyDocument(scanModel, { where: { bookId } });
  const { files, scannedPages } = scannedOf(scans);
  const sameBooks = await listSameBooks(books, book);
  const { unitId, office } = book;
  const writtenBy = { unitId, office, units: directory.tree().units };
  const reconciliation = reconcileBook(
    { ...book, sameBooks, writtenBy },
    records.map(toBookRecord),
    files,
    scannedPages,
  );
  const ranges = (await everyDocument(batches, { where: { bookId } })).filter(({ status }) =>
    underWay.has(status),
  );
  return markPremature(reconciliation, ranges).flatMap(({ finding, isPremature }) =>
    isPremature ? [] : [finding],
  );
};
