import { everyDocument } from "@sogoc/core";
import { getRecordType, keyFields, type ReconciliationFinding, reconcileBook } from "@sogoc/registers";
import type { ReviewParts } from "./review-parts.ts";

/** Findings of a book's reconciliation that nobody has closed with a reason. */
export const openFindings = async (
  parts: ReviewParts,
  bookId: string,
): Promise<readonly ReconciliationFinding[]> => {
  const book = await parts.books.find(bookId);
  if (!book) return [];
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
    ...(record.duplicate ? { confirmed: ["duplicate-registration"] } : {}),
  }));
  const files = scans
    .filter(({ kind }) => kind === "case")
    .map(({ fileName: name, sha256, pages }) => ({ name, sha256, pages }));
  const scannedPages = scans
    .filter(({ kind }) => kind !== "cover")
    .reduce((sum, { pages }) => sum + pages, 0);
  const { findings } = reconcileBook(book, rows, files, scannedPages);
  const closed = new Set(book.closed.map(({ rule, subject }) => `${rule} ${subject}`));
  return findings.filter(({ rule, subject }) => !closed.has(`${rule} ${subject}`));
};
