import { useQuery } from "@tanstack/react-query";
import { query } from "../../api/queries.ts";
import type { Ledger } from "./use-handover.ts";

/**
 * A package that the user has asked for since the last one went out, whether or not it waits for a
 * second person; it is found again after leaving the page. `count` is the number of cases in the
 * next package; undefined for the whole book.
 */
export const useMadePackage = (
  bookId: string,
  count: number | undefined,
  { packages, ready }: Pick<Ledger, "packages" | "ready">,
): string | undefined => {
  const { data } = useQuery(query("/api/reporting/v1/exports", { query: { limit: 50 } }));
  const sent = new Set(packages.map(({ exportId }) => exportId));
  const ofBook = data?.items.filter((one) => one.bookId === bookId) ?? [];
  // The newest stands first. What was made before the last one that went out holds other cases.
  const lastSent = ofBook.findIndex(({ exportId }) => sent.has(exportId));
  return (lastSent === -1 ? ofBook : ofBook.slice(0, lastSent)).find(
    (one) =>
      one.own &&
      (one.kind === "whole-book" || one.kind === "hand-over") &&
      (one.standing === "awaits-approval" || one.standing === "ready") &&
      one.records === (count ?? ready.inBook),
  )?.exportId;
};
