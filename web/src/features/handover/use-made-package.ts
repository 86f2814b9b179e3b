import { useQuery } from "@tanstack/react-query";
import { query } from "../../api/queries.ts";
import type { Ledger } from "./use-handover.ts";

/**
 * A package that somebody has asked for themselves and that waits for a second person, or was let
 * go by one, and is not handed over yet: it is found again after the page was left. `count` is how
 * many cases the next package holds, undefined of the whole book.
 */
export const useMadePackage = (
  bookId: string,
  count: number | undefined,
  { packages }: Pick<Ledger, "packages">,
): string | undefined => {
  const { data } = useQuery(query("/api/reporting/v1/exports", { query: { limit: 50 } }));
  const sent = new Set(packages.map(({ exportId }) => exportId));
  return data?.items.find(
    (one) =>
      one.bookId === bookId &&
      one.own &&
      one.kind === "whole-book" &&
      (one.standing === "awaits-approval" || one.standing === "ready") &&
      one.records === (count ?? one.inBook) &&
      !sent.has(one.exportId),
  )?.exportId;
};
