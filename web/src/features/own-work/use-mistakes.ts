import { useQueries, useQuery } from "@tanstack/react-query";
import { dataOf, entryApi } from "../../api/client.ts";
import type { paths } from "../../api/generated/entry.ts";

export type Mistake =
  paths["/api/entry/v1/batches/{batchId}/records"]["get"]["responses"]["200"]["content"]["application/json"]["items"][number];

/** The marked cases of every batch that came back to this clerk. */
export const useMistakes = () => {
  const batches = useQuery({
    queryKey: ["batches", "mine", "work"],
    queryFn: () =>
      dataOf(
        entryApi.GET("/api/entry/v1/batches", {
          params: { query: { mine: true, at: "work", limit: 100 } },
        }),
      ),
  });
  const returned = (batches.data?.items ?? []).filter(({ status, marks }) => status === "open" && marks > 0);
  const marked = useQueries({
    queries: returned.map(({ id }) => ({
      queryKey: ["cases", id, "mistakes"],
      queryFn: () =>
        dataOf(
          entryApi.GET("/api/entry/v1/batches/{batchId}/records", {
            params: { path: { batchId: id }, query: { limit: 200, marked: true } },
          }),
        ),
    })),
  });
  return {
    items: marked.flatMap(({ data }) => data?.items ?? []),
    ready: batches.data !== undefined && marked.every(({ data }) => data !== undefined),
    error: batches.error ?? marked.find(({ error }) => error !== null)?.error ?? null,
  };
};
