import type { Page, PageAsked } from "@sogoc/core";
import type { LotReader, LotView } from "../read-models/lots.ts";
import type { WaitingBatch, WaitingBatchReader } from "../read-models/waiting-batches.ts";

interface LotsAsked extends PageAsked {
  readonly unitIds: readonly string[];
  readonly status?: LotView["status"] | undefined;
}

/** Lots of some units, the newest first. */
export const listLots = (
  lots: LotReader,
  { unitIds, status, limit, after }: LotsAsked,
): Promise<Page<LotView>> =>
  lots.query({
    where: { unitId: { in: unitIds }, status },
    orderBy: [{ column: "formedAt", descending: true }],
    limit,
    after,
  });

/** Batches of some units that wait to be put into a lot, the first handed in first. */
export const listWaitingBatches = (
  waiting: WaitingBatchReader,
  { unitIds, limit, after }: Omit<LotsAsked, "status">,
): Promise<Page<WaitingBatch>> =>
  waiting.query({
    where: { unitId: { in: unitIds }, waiting: 1 },
    orderBy: [{ column: "submittedAt" }],
    limit,
    after,
  });
