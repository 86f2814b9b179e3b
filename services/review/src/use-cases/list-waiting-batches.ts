import type { Page, PageAsked } from "@sogoc/core";
import type { WaitingBatchReader, WaitingBatchView } from "../read-models/waiting-batches.ts";

interface WaitingAsked extends PageAsked {
  readonly unitIds: readonly string[];
}

/** Batches of some units that wait to be put into a lot, the first submitted first. */
export const listWaitingBatches = (
  waiting: WaitingBatchReader,
  { unitIds, limit, after }: WaitingAsked,
): Promise<Page<WaitingBatchView>> =>
  waiting.query({
    where: { unitId: { in: unitIds }, waiting: 1 },
    orderBy: [{ column: "submittedAt" }],
    limit,
    after,
  });
