import { useQueries, useQuery } from "@tanstack/react-query";
import type { ItemOf } from "../../api/paths.ts";
import { query } from "../../api/queries.ts";

const CASES = "/api/entry/v1/batches/{batchId}/records";

export type Mistake = ItemOf<typeof CASES>;

/** The marked cases of every batch that came back to this clerk. */
export const useMistakes = () => {
  const batches = useQuery(query("/api/entry/v1/batches", { query: { mine: true, at: "work", limit: 100 } }));
  const returned = (batches.data?.items ?? []).filter(({ status, marks }) => status === "open" && marks > 0);
  const marked = useQueries({
    queries: returned.map(({ id }) =>
      query(CASES, { path: { batchId: id }, query: { limit: 200, marked: true } }),
    ),
  });
  return {
    items: marked.flatMap(({ data }) => data?.items ?? []),
    ready: batches.data !== undefined && marked.every(({ data }) => data !== undefined),
    error: batches.error ?? marked.find(({ error }) => error !== null)?.error ?? null,
  };
};
