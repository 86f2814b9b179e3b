import { useQueries, useQuery } from "@tanstack/react-query";
import type { ItemOf } from "../api/paths.ts";
import { query } from "../api/queries.ts";

type Batch = Pick<ItemOf<"/api/entry/v1/batches">, "id" | "status" | "round">;

/** One case of a batch that came back of which findings wait for an answer, where there is one. */
const waitingCase = ({ id, status, round }: Batch) => ({
  ...query("/api/entry/v1/batches/{batchId}/records", {
    path: { batchId: id },
    query: { limit: 1, unanswered: true },
  }),
  enabled: status === "open" && round > 0,
});

/** Whether findings of the rules wait for an answer in a batch that came back to be mended. */
export const useFindingsWait = (batch: Batch): boolean =>
  (useQuery(waitingCase(batch)).data?.items.length ?? 0) > 0;

/** Whether that is known by now of each of these batches, or could not be found out. */
export const useKnowsFindings = (batches: readonly Batch[]): boolean =>
  useQueries({ queries: batches.map(waitingCase) }).every(({ isLoading }) => !isLoading);
