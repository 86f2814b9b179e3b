import { logReading } from "@sogoc/access";
import type { CommandContext } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { reconcileWithClosings } from "../figures/reconciliation.ts";
import { getBook } from "../steps/get-book.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";

/**
 * How a book agrees with its inventory, its scans and itself: its counts, so many of its findings
 * as are asked for, and how many there are. A finding says what its cases hold: they are recorded
 * as read, and whoever keys one of the book's batches a second time sees none. Throws
 * `book-unknown` and `blind-keying`.
 */
export const showReconciliation = async (
  dependencies: Dependencies<
    "batches" | "books" | "commands" | "directory" | "freshness" | "records" | "scans"
  >,
  bookId: string,
  limit: number,
  context: CommandContext,
) => {
  await requireMaySeeFirstKeyingsOfBook(dependencies, context.actor, bookId);
  const freshness = await dependencies.freshness(["books", "batches", "records", "scans"]);
  const book = await getBook(dependencies, bookId);
  const { counts, findings, open } = await reconcileWithClosings(dependencies, book);
  const shown = findings.slice(0, limit);
  const read = new Set(shown.flatMap(({ records }) => records.map(({ id }) => id)));
  await logReading(dependencies.commands, context, [...read], "look-up");
  const { bookNumber, recordType, closed, timesReconciled: revision } = book.details;
  return {
    bookId: book.id,
    bookNumber,
    recordType,
    counts,
    total: findings.length,
    open,
    findings: shown,
    closed: [...closed],
    revision,
    freshness,
  };
};
