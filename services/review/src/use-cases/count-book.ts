import { everyDocument, type ReadModelReader } from "@sogoc/core";
import type { LotBookCounts } from "@sogoc/events";
import { getRecordType, keyFields, reconcileBook } from "@sogoc/registers";
import type { ReconciledBook } from "../read-models/books.ts";
import type { ScanOfBook } from "../read-models/scans.ts";
import type { SubmittedRecord } from "../read-models/submitted-records.ts";

export interface BookReaders {
  readonly books: ReadModelReader<ReconciledBook>;
  readonly records: ReadModelReader<SubmittedRecord>;
  readonly scans: ReadModelReader<ScanOfBook>;
}

/**
 * A book's five counts, and how many findings of its reconciliation nobody has closed with a
 * reason. Undefined where this service has not heard of the book.
 */
export const countBook = async (
  { books, records: recordModel, scans: scanModel }: BookReaders,
  bookId: string,
): Promise<LotBookCounts | undefined> => {
  const book = await books.find(bookId);
  if (!book) return undefined;
  const [records, scans] = await Promise.all([
    everyDocument(recordModel, {
      where: { bookId, status: "entered" },
      orderBy: [{ column: "sortNumber" }],
    }),
    everyDocument(scanModel, { where: { bookId } }),
  ]);
  const recordType = getRecordType(book.recordType);
  const rows = records.map((record) => ({
    id: record.id,
    recordType,
    // The number as it makes the case unique: with the suffix of a second case under one number.
    fields: { ...record.fields, [keyFields(recordType).number]: { raw: record.number } },
    confirmed: record.duplicate ? ["duplicate-registration"] : undefined,
  }));
  const files = scans
    .filter(({ kind }) => kind === "case")
    .map(({ fileName: name, sha256, pages }) => ({ name, sha256, pages }));
  const scannedPages = scans
    .filter(({ kind }) => kind !== "cover")
    .reduce((sum, { pages }) => sum + pages, 0);
  const { counts, findings } = reconcileBook(book, rows, files, scannedPages);
  const closed = new Set(book.closed.map(({ rule, subject }) => `${rule} ${subject}`));
  const open = findings.filter(({ rule, subject }) => !closed.has(`${rule} ${subject}`));
  return { bookId, ...counts, openFindings: open.length };
};
