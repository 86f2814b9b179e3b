import { useInfiniteQuery } from "@tanstack/react-query";
import type { ItemOf } from "../../api/paths.ts";
import { pages } from "../../api/queries.ts";

const CASES = "/api/entry/v1/batches/{batchId}/records";

export type Case = ItemOf<typeof CASES>;

/** The cases of a batch page after page, or those that a check marked. */
export const useCases = (batchId: string, marked: boolean) => {
  const list = useInfiniteQuery(
    pages(CASES, { path: { batchId }, query: { limit: 50, marked: marked || undefined } }),
  );
  return { list, cases: list.data?.pages.flatMap(({ items }) => items) ?? [] };
};
