import { useQuery } from "@tanstack/react-query";
import type { Answer } from "../../api/paths.ts";
import { query } from "../../api/queries.ts";

const DISAGREEMENTS = "/api/reporting/v1/disagreements";

export type Disagreements = Answer<"get", typeof DISAGREEMENTS>;

/**
 * The book type with the most fields keyed twice, so that the page does not open on an empty one.
 */
const mostCompared = (fields: Disagreements["fields"]): string | undefined => {
  const sums = new Map<string, number>();
  for (const { recordType, compared } of fields) sums.set(recordType, (sums.get(recordType) ?? 0) + compared);
  return [...sums].sort(([, one], [, other]) => other - one)[0]?.[0];
};

/** Where two keyings differ in books of the chosen type, or of the one with most to say. */
export const useDisagreements = (chosen: string | undefined) => {
  const all = useQuery(query(DISAGREEMENTS));
  const recordType = chosen ?? (all.data ? mostCompared(all.data.fields) : undefined) ?? "KS";
  const figures = useQuery({
    ...query(DISAGREEMENTS, { query: { recordType } }),
    enabled: chosen !== undefined || !all.isPending,
  });
  const books = useQuery(query("/api/reporting/v1/books", { query: { recordType, limit: 200 } }));
  return { recordType, figures, books: books.data?.items ?? [] };
};
