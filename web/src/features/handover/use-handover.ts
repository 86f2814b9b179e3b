import { useQuery } from "@tanstack/react-query";
import type { Answer } from "../../api/paths.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";

const HANDOVER = "/api/review/v1/handovers/{bookId}";

export type Ledger = Answer<"get", typeof HANDOVER>;
export type OutstandingRecord = Ledger["outstanding"][number];

/** What was sent of a book, what came back, and what is still to be answered. */
export const useHandover = (bookId: string) => {
  const refreshReads = useRefresh();
  const path = { bookId };
  const ledger = useQuery(query(HANDOVER, { path }));
  const refresh = () => refreshReads(readsOf(HANDOVER, { path }), readsOf("/api/reporting/v1/books"));
  return { ledger, refresh };
};

/**
 * A refusal is answered by a correction, or by the word that the paper is so; a record not named
 * needs no answer.
 */
export const isAnswered = ({ reason, confirmed, corrected }: OutstandingRecord): boolean =>
  reason === null || confirmed !== null || corrected;

export const useBook = (bookId: string) =>
  useQuery(query("/api/entry/v1/books/{bookId}", { path: { bookId } }));
