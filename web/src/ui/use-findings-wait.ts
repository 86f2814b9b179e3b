import { useQuery } from "@tanstack/react-query";
import type { ItemOf } from "../api/paths.ts";
import { query } from "../api/queries.ts";

type Batch = Pick<ItemOf<"/api/entry/v1/batches">, "id" | "status" | "round">;

/** Whether findings of the rules wait for an answer in a batch that came back to be mended. */
export const useFindingsWait = ({ id, status, round }: Batch): boolean => {
  const { data } = useQuery({
    ...query("/api/entry/v1/batches/{batchId}/records", {
      path: { batchId: id },
      query: { limit: 1, unanswered: true },
    }),
    enabled: status === "open" && round > 0,
  });
  return (data?.items.length ?? 0) > 0;
};
