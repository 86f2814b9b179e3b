import type { HandoverState } from "../domain/handover.ts";
import { countHeldBy } from "../domain/holds.ts";
import { type BookReaders, judgeBook } from "./judge-book.ts";
import { type HoldReaders, listCasesWithHolds } from "./list-cases-with-holds.ts";
import { listOpenBatches } from "./list-open-batches.ts";

export interface ReadinessReaders extends BookReaders, HoldReaders {}

/**
 * Everything that decides whether a book can be handed over: its records, how many are in no
 * accepted batch, which batches nobody has accepted, which cases are held back, and its open
 * findings. Before the first package premature findings count as well, since that package is the
 * whole book; later ones do not wait for them. Throws `read-model-behind`.
 */
export const getReadiness = async (
  readers: ReadinessReaders,
  bookId: string,
  { packages }: Pick<HandoverState, "packages">,
) => {
  const cases = await listCasesWithHolds(readers, bookId);
  const waiting = (await readers.books.find(bookId))?.waiting ?? [];
  const includePremature = packages.length === 0;
  const judged = await judgeBook(readers, bookId, { includePremature });
  const { counts, closers, statedValues, bookFindings, closedFindings, quoted, outstanding, seen } = judged;
  return {
    cases,
    inBook: cases.length,
    /** How many cases the inventory counts; null where nobody has counted. */
    expected: counts.expected,
    /** How many records have a number of their own: second cases of a number are left out. */
    ownNumbers: counts.ownNumbers,
    outstanding,
    notAccepted: countHeldBy(cases, "not-accepted", "returned"),
    openBatches: await listOpenBatches(readers, bookId),
    /** Requests for another cover, scan of the whole book or office that wait for a decision. */
    exchanges: waiting.flatMap(({ what }) => (what === "case" ? [] : [what])),
    openFindings: counts.openFindings,
    /** These open findings in words. */
    findings: bookFindings,
    closedFindings,
    /** The cases that the findings quote, closed ones included. */
    quoted,
    closers,
    statedValues,
    seen,
    held: cases.filter(({ why }) => why.length > 0),
  };
};
