import { everyDocument } from "@sogoc/core";
import type { LotBookCounts } from "@sogoc/events";
import { getRecordType, keyFields, reconcileBook } from "@sogoc/registers";
import type { ReviewParts } from "./review-parts.ts";

/**
 * A book's five counts, and how many findings of its reconciliation nobody has closed with a
 * reason.
 */
export const bookCountsOf = async (
  parts: ReviewParts,
  bookId: string,
): Promise<LotBookCounts | undefined> => {
  const book = await parts.books.find(bookId);
  if (!book) return undefined;
  const [records, scans] = await Promise.all([
    everyDocument(parts.records, {
      where: { bookId, status: "entered" },
      orderBy: [{ column: "sortNumber" }],
    }),
    everyDocument(parts.scans, { where: { bookId } }),
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
