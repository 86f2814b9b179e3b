import type { Access } from "../access.ts";
import { showStanding } from "../figures/reconciliation.ts";
import { getBook } from "../steps/get-book.ts";

/**
 * How a book agrees with its inventory, its scans and itself: its counts, so many of its findings
 * as are asked for, and how many there are. Throws `book-unknown`.
 */
export const showReconciliation = async (
  access: Access<"batches" | "books" | "freshness" | "records" | "scans">,
  bookId: string,
  limit: number,
) => {
  const freshness = await access.freshness(["books", "batches", "records", "scans"]);
  const book = await getBook(access, bookId);
  const { counts, findings, open } = await showStanding(access, book);
  const { bookNumber, recordType, closed, timesReconciled: revision } = book.book;
  return {
    bookId: book.id,
    bookNumber,
    recordType,
    counts,
    total: findings.length,
    open,
    findings: findings.slice(0, limit),
    closed: [...closed],
    revision,
    freshness,
  };
};
