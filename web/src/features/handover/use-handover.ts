import { useQuery, useQueryClient } from "@tanstack/react-query";
import { dataOf, entryApi, reviewApi } from "../../api/client.ts";
import type { paths } from "../../api/generated/review.ts";

export type Ledger =
  paths["/api/review/v1/handovers/{bookId}"]["get"]["responses"]["200"]["content"]["application/json"];
export type OutstandingRecord = Ledger["outstanding"][number];

/** What was sent of a book, what came back, and what is still to be answered. */
export const useHandover = (bookId: string) => {
  const client = useQueryClient();
  const params = { path: { bookId } };
  const ledger = useQuery({
    queryKey: ["handover", bookId],
    queryFn: () => dataOf(reviewApi.GET("/api/review/v1/handovers/{bookId}", { params })),
  });
  const refresh = () =>
    Promise.all(
      [["handover", bookId], ["handover-books"]].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  return { ledger, refresh };
};

/**
 * A refusal is answered by a correction, or by the word that the paper is so; a record not named
 * needs no answer.
 */
export const isAnswered = ({ reason, confirmed, corrected }: OutstandingRecord): boolean =>
  reason === null || confirmed !== null || corrected;

export const useBook = (bookId: string) =>
  useQuery({
    queryKey: ["book", bookId],
    queryFn: () => dataOf(entryApi.GET("/api/entry/v1/books/{bookId}", { params: { path: { bookId } } })),
  });
