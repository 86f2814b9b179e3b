import { useInfiniteQuery } from "@tanstack/react-query";
import type { ItemOf } from "../../api/paths.ts";
import { pages } from "../../api/queries.ts";

const CASES = "/api/entry/v1/batches/{batchId}/records";

export type Case = ItemOf<typeof CASES>;

/** Which cases of a batch: those that a check marked, or in which findings wait for an answer. */
type Narrowed = "marked" | "unanswered";

/** The cases of a batch page after page, or some of them. */
export const useCases = (batchId: string, only?: Narrowed) => {
  const narrowed = { marked: only === "marked" || undefined, unanswered: only === "unanswered" || undefined };
  const list = useInfiniteQuery(pages(CASES, { path: { batchId }, query: { limit: 50, ...narrowed } }));
  return { list, cases: list.data?.pages.flatMap(({ items }) => items) ?? [] };
};
