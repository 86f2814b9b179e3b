import { useMutation, useQuery } from "@tanstack/react-query";
import type { ItemOf } from "../../api/paths.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { ofSeen, send } from "../../api/requests.ts";

const BATCHES = "/api/entry/v1/batches";

export type Batch = ItemOf<typeof BATCHES>;

/** The batches of a book, who may key in them, and how one is assigned. */
export const useBatches = (bookId: string, unitId: string) => {
  const refreshReads = useRefresh();
  const batches = useQuery(query(BATCHES, { query: { bookId, limit: 200 } }));
  const clerks = useQuery(query("/api/accounts/v1/clerks", { query: { unitId } }));
  const refresh = () => refreshReads(readsOf(BATCHES), readsOf("/api/entry/v1/books"));
  const assign = useMutation({
    mutationFn: ({ batch, accountId }: { readonly batch: Batch; readonly accountId: string }) =>
      send("post", "/api/entry/v1/batches/{batchId}/assign", {
        path: { batchId: batch.id },
        header: ofSeen(batch.revision),
        body: { accountId },
      }),
    // Also where it was refused: who has the batch now is shown.
    onSettled: refresh,
  });
  return {
    batches: batches.data?.items ?? [],
    clerks: clerks.data?.items ?? [],
    assign,
    refresh,
    error: batches.error ?? clerks.error ?? assign.error,
  };
};

export type Clerk = ReturnType<typeof useBatches>["clerks"][number];
