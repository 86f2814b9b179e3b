import { useQuery } from "@tanstack/react-query";
import type { Answer } from "../../api/paths.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";

const HANDOVER = "/api/review/v1/handovers/{bookId}";

export type Ledger = Answer<"get", typeof HANDOVER>;
export type OutstandingRecord = Ledger["outstanding"][number];
export type HeldCase = Ledger["ready"]["held"][number];

/** What was sent of a book, what came back, and what is still to be answered. */
export const useHandover = (bookId: string) => {
  const refreshReads = useRefresh();
  const path = { bookId };
  const ledger = useQuery(query(HANDOVER, { path }));
  const refresh = () => refreshReads(readsOf(HANDOVER, { path }), readsOf("/api/reporting/v1/books"));
  return { ledger, refresh };
};

const withReason: ReadonlySet<string> = new Set(["mark-not-mended", "finding-open"]);

/** Whether the case waits for somebody, so that no word lets it go. */
export const waits = ({ why }: HeldCase): boolean => why.some((one) => !withReason.has(one));

/**
 * How many changes that wait for another person a package of these records holds, as far as the
 * page can tell; undefined is the whole book.
 */
export const countUnconfirmed = (
  { toConfirm, outstanding, supplement, coverChanged }: Ledger,
  recordIds: readonly string[] | undefined,
): number => {
  const { notes, scans } = toConfirm;
  if (!recordIds) return notes.length + scans.length;
  const packed = new Set(recordIds);
  const numbers = new Set(
    [...outstanding, ...supplement].flatMap(({ recordId, number }) => (packed.has(recordId) ? [number] : [])),
  );
  const isPacked = ({ kind, number = "" }: (typeof scans)[number]) =>
    kind === "case" ? numbers.has(number) : kind === "cover" && coverChanged && packed.size > 0;
  return notes.filter(({ recordId }) => packed.has(recordId)).length + scans.filter(isPacked).length;
};

/**
 * Whether a refused record was corrected or upheld. A record that the answer does not name needs
 * neither.
 */
export const isAnswered = ({ reason, confirmed, corrected }: OutstandingRecord): boolean =>
  reason === null || confirmed !== null || corrected;

/** True where no answer has told yet what became of the record; a later one may. */
export const hasNoResult = ({ reason, sentAgain }: OutstandingRecord): boolean =>
  reason === null && !sentAgain;

export const useBook = (bookId: string) =>
  useQuery(query("/api/entry/v1/books/{bookId}", { path: { bookId } }));
