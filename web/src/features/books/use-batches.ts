import { useMutation, useQuery } from "@tanstack/react-query";
import type { ItemOf } from "../../api/paths.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";

const BATCHES = "/api/entry/v1/batches";

export type Batch = ItemOf<typeof BATCHES>;

/** The batches of a book, who may key in them, and the two ways a batch changes hands. */
export const useBatches = (bookId: string, unitId: string) => {
  const refreshReads = useRefresh();
  const batches = useQuery(query(BATCHES, { query: { bookId, limit: 200 } }));
  const clerks = useQuery(query("/api/accounts/v1/clerks", { query: { unitId } }));
  const refresh = () => {
    void refreshReads(readsOf(BATCHES), readsOf("/api/entry/v1/books"));
  };
  const assign = useMutation({
    mutationFn: ({ batchId, accountId }: { readonly batchId: string; readonly accountId: string }) =>
      send("post", "/api/entry/v1/batches/{batchId}/assign", { path: { batchId }, body: { accountId } }),
    onSuccess: refresh,
  });
  const takeBack = useMutation({
    mutationFn: ({ batchId, reason }: { readonly batchId: string; readonly reason: string }) =>
      send("post", "/api/entry/v1/batches/{batchId}/take-back", { path: { batchId }, body: { reason } }),
    onSuccess: refresh,
  });
  return {
    batches: batches.data?.items ?? [],
    clerks: clerks.data?.items ?? [],
    assign,
    takeBack,
    refresh,
    error: batches.error ?? clerks.error ?? assign.error ?? takeBack.error,
  };
};

export type Clerk = ReturnType<typeof useBatches>["clerks"][number];
