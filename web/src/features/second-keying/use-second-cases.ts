import { useQuery } from "@tanstack/react-query";
import type { ItemOf } from "../../api/paths.ts";
import { wholeList } from "../../api/queries.ts";

const CASES = "/api/entry/v1/batches/{batchId}/second-keying";

export type SecondCase = ItemOf<typeof CASES>;

/**
 * Every case of the batch with what this person keyed themselves, and the columns to key. Nothing
 * of the first keying.
 */
export const useSecondCases = (batchId: string) =>
  useQuery(wholeList(CASES, { path: { batchId }, query: { limit: 200 } }));
