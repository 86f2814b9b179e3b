import { correctedPlan } from "@sogoc/acceptance";
import { CommandRejected, type ReadModelReader } from "@sogoc/core";
import { isWithinPlan } from "../domain/lot.ts";
import type { LotView } from "../read-models/lots.ts";
import type { FormedLot } from "./load-lot.ts";
import { type LotStandingAccess, loadLotStanding } from "./load-lot-standing.ts";
import { nextInspection } from "./next-inspection.ts";

interface LookIntoLotAccess extends LotStandingAccess {
  readonly lots: ReadModelReader<LotView>;
}

/**
 * A lot with what its checks say so far, the plan that the tables would give it today where that is
 * another, the open findings of its books, and how the next lot of its digitising unit is
 * inspected. Throws `lot-unknown`, `batch-not-waiting`.
 */
export const lookIntoLot = async (access: LookIntoLotAccess, formed: FormedLot) => {
  const lot = await access.lots.find(formed.lotId);
  if (!lot) throw new CommandRejected("lot-unknown");
  const { figures, bookCounts, progress } = await loadLotStanding(access, formed);
  const next = await nextInspection(access.lots, formed.digitiserId);
  const withinPlan = isWithinPlan(formed.plan, figures);
  const findings = bookCounts.map(({ bookId, openFindings: open }) => ({ bookId, open }));
  const corrected = correctedPlan(formed.size, formed.plan);
  return { lot, figures, corrected, withinPlan, progress, findings, next };
};
