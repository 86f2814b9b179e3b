import { CommandRejected } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { lotEvidence } from "../documents/lot-evidence.ts";
import { lotMinutes } from "../documents/lot-minutes.ts";
import { unitNameOf } from "../figures/scope.ts";
import type { LotView } from "../read-models/lots.ts";

/** The minutes of a lot's acceptance as a PDF. Throws `lot-not-decided`. */
export const printLotMinutes = async (
  dependencies: Dependencies<"batches" | "books" | "checks" | "clock" | "directory" | "records" | "store">,
  lot: LotView,
): Promise<Buffer> => {
  const { figures, verdict } = lot;
  if (!figures || !verdict) throw new CommandRejected("lot-not-decided");
  const decidedAt = new Date(lot.decidedAt);
  return lotMinutes({ ...lot, figures, verdict }, await lotEvidence(dependencies, lot), {
    ofAccount: (account) => dependencies.directory.displayName(account) ?? account,
    unit: unitNameOf(dependencies, lot.unitId, decidedAt),
    digitiser: (lot.digitiserIds ?? [lot.digitiserId])
      .map((unitId) => unitNameOf(dependencies, unitId, decidedAt))
      .join(", "),
  });
};
