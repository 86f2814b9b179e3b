import type { HandoverState } from "../domain/handover.ts";
import { countHeldBy } from "../domain/holds.ts";
import { type BookReaders, judgeBook } from "./judge-book.ts";
import { type HoldReaders, listCasesWithHolds } from "./list-cases-with-holds.ts";
import { listOpenBatches } from "./list-open-batches.ts";

export interface ReadinessReaders extends BookReaders, HoldReaders {}

/**
 * The records that a book has now, how many of them no accepted batch holds, which batches nobody
 * has accepted, what keeps single records from being handed over, and how many findings of the book
 * are not closed. The first package is the whole book, whatever is still being keyed; later ones
 * wait for no finding that may settle meanwhile. Throws `read-model-behind`.
 */
export const getReadiness = async (
  readers: ReadinessReaders,
  bookId: string,
  { packages }: Pick<HandoverState, "packages">,
) => {
  const cases = await listCasesWithHolds(readers, bookId);
  const includePremature = packages.length === 0;
  const { counts, closers, statedValues, bookFindings, closedFindings, outstanding, seen } = await judgeBook(
    readers,
    bookId,
    {
      includePremature,
    },
  );
  return {
    cases,
    inBook: cases.length,
    /** As many as the inventory says; null where nobody has counted. */
    expected: counts.expected,
    /** The cases that it counts: without second cases of a number. */
    ownNumbers: counts.ownNumbers,
    outstanding,
    notAccepted: countHeldBy(cases, "not-accepted", "returned"),
    openBatches: await listOpenBatches(readers, bookId),
    openFindings: counts.openFindings,
    /** The same in words, and who closed others that persist. */
    findings: bookFindings,
    closedFindings,
    closers,
    statedValues,
    seen,
    held: cases.filter(({ why }) => why.length > 0),
  };
};
