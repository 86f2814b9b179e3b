import { countHeldBy } from "../domain/holds.ts";
import { type BookReaders, judgeBook } from "./count-book.ts";
import { type HoldReaders, listCasesWithHolds } from "./list-cases-with-holds.ts";

export interface ReadinessReaders extends BookReaders, HoldReaders {}

/**
 * The records that a book has now, how many of them no accepted batch holds, what keeps single ones
 * from being handed over, and how many findings of the book are not closed: a book goes out as a
 * whole, whatever is still being keyed. Throws `read-model-behind`.
 */
export const getReadiness = async (readers: ReadinessReaders, bookId: string) => {
  const cases = await listCasesWithHolds(readers, bookId);
  const { counts, closers, said, openFindings } = await judgeBook(readers, bookId, { includeNotDue: true });
  return {
    cases,
    inBook: cases.length,
    notAccepted: countHeldBy(cases, "not-accepted", "returned"),
    openFindings: counts.openFindings,
    /** The same in words, and who closed others that stand. */
    findings: openFindings,
    closers,
    said,
    held: cases.filter(({ why }) => why.length > 0),
  };
};
