import type { Page, PageAsked } from "@sogoc/core";
import type { LotReader, LotView } from "../read-models/lots.ts";

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
