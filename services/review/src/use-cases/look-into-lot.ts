import { correctedPlan } from "@sogoc/acceptance";
import { CommandRejected, type ErrorCode } from "@sogoc/core";
import { obstaclesByVerdict } from "../domain/gate.ts";
import { isWithinPlan, lotStanding } from "../domain/lot.ts";
import { type ReviewState, reviewDecider } from "../domain/review.ts";
import type { LotReader } from "../read-models/lots.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import { getNextInspection } from "../steps/get-next-inspection.ts";
import { listMarks } from "../steps/list-marks.ts";
import type { FormedLot } from "../steps/load-lot.ts";
import { type LotStandingAccess, loadLotStanding } from "../steps/load-lot-standing.ts";

export interface LookIntoLotAccess extends LotStandingAccess {
  readonly lots: LotReader;
  readonly reviews: ReviewReader;
}

/** The marks of every review of the lot, each with the batch that it is in. */
const marksOfLot = async (access: LookIntoLotAccess, lot: FormedLot, reviews: readonly ReviewState[]) => {
  const marks: (Awaited<ReturnType<typeof listMarks>>[number] & { readonly batchId: string })[] = [];
  for (const [index, { batchId, round }] of lot.batches.entries()) {
    const state = reviews[index] ?? reviewDecider.initialState();
    const found = await listMarks(access, { batchId, round, state });
    marks.push(...found.map((mark) => ({ ...mark, batchId })));
  }
  return marks;
};

export const lookIntoLotRefusals = [
  "batch-not-waiting",
  "lot-unknown",
] as const satisfies readonly ErrorCode[];

/**
 * A lot with what its checks say so far: the plan that the tables would give it today where that is
 * another, every mark and what became of it, the counts of its books, what stands in the way of
 * either acceptance, and how the next lot of its digitising unit is inspected. Throws
 * what `lookIntoLotRefusals` names, or `read-model-behind`.
 */
export const lookIntoLot = async (access: LookIntoLotAccess, formed: FormedLot) => {
  const lot = await access.lots.find(formed.lotId);
  if (!lot) throw new CommandRejected("lot-unknown");
  const found = await loadLotStanding(access, formed);
  const { figures, looks, bookCounts, unanswered, progress, reviews, version } = found;
  const standing = lotStanding(formed.plan, found);
  return {
    lot,
    version,
    figures,
    looks,
    corrected: correctedPlan(formed.size, formed.plan),
    withinPlan: isWithinPlan(formed.plan, figures),
    progress,
    bookCounts,
    unanswered,
    marks: await marksOfLot(access, formed, reviews),
    obstacles: obstaclesByVerdict(standing),
    next: await getNextInspection(access.lots, formed.digitiserId),
  };
};
