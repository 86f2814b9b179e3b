import type { PageAsked } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { type BatchLine, batchLinesOf, stuckSince } from "../figures/batch-lines.ts";
import type { Freshness } from "../figures/freshness.ts";
import type { BatchStateName } from "../read-models/batch-state.ts";

interface BatchesAsked extends PageAsked {
  readonly scope: readonly string[];
  readonly bookId?: string | undefined;
  readonly state?: BatchStateName | undefined;
  /** Only those to which nothing has happened for so many days. */
  readonly stuckForDays?: number | undefined;
}

/** A page of the batches of a scope, the longest idle first, and how current it is. */
export const listBatches = async (
  dependencies: Dependencies<"batches" | "clock" | "directory" | "freshness">,
  { scope, bookId, state, stuckForDays, limit, after }: BatchesAsked,
): Promise<{ items: BatchLine[]; next?: string | undefined; freshness: Freshness }> => {
  const freshness = await dependencies.freshness(["batches"]);
  const stuck = stuckForDays === undefined ? undefined : stuckSince(dependencies, stuckForDays);
  // What is accepted or withdrawn is never stuck.
  const isOver = state === "accepted" || state === "withdrawn";
  const wanted = isOver && stuck ? undefined : state;
  const page = await dependencies.batches.query({
    where: {
      unitId: { in: scope },
      state: wanted ?? stuck?.state,
      lastActivityAt: stuck?.lastActivityAt,
      bookId,
    },
    orderBy: [{ column: "lastActivityAt" }],
    limit,
    after,
  });
  return { items: batchLinesOf(dependencies, page.items), next: page.next, freshness };
};
