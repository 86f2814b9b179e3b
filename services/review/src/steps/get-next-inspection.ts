import { type InspectedLot, inspectionAfter } from "@sogoc/acceptance";
import { allPages } from "@sogoc/core";
import type { LotReader, LotView } from "../read-models/lots.ts";

const toInspected = ({ size, plan, status, figures, resumedBecause }: LotView): InspectedLot => ({
  size,
  limits: { level: plan.level, key: plan.key, other: plan.other },
  inspection: plan.inspection,
  accepted: status !== "returned",
  wrong: figures?.wrongCases ?? { critical: 0, key: 0, other: 0 },
  resumed: resumedBecause !== undefined,
});

/** Each carries its whole sample, so that a thousand of them would weigh. */
const LOTS_AT_A_TIME = 100;

/** How the next lot of this digitising unit is inspected, from the verdicts on its lots so far. */
export const getNextInspection = async (lots: LotReader, digitiserId: string) => {
  const inspected: InspectedLot[] = [];
  // All of them: where a count begins follows from every switch before it.
  const decided = {
    where: { digitiserId, decidedAt: { gt: "" } },
    orderBy: [{ column: "decidedAt" }],
  } as const;
  for await (const page of allPages(lots, decided, LOTS_AT_A_TIME)) {
    // A lot that comes again after a return is not counted: the rules go by first inspections.
    // One that holds something handed in for the first time is one, as older lots may be.
    const first = page.filter(({ batches }) => batches.some(({ round }) => round === 1));
    inspected.push(...first.map(toInspected));
  }
  return inspectionAfter(inspected);
};
