import { type InspectedLot, type InspectionState, inspectionAfter, strictestOf } from "@sogoc/acceptance";
import { allPages, type WhereOf } from "@sogoc/core";
import type { LotOfDigitiserReader, LotOfDigitiserView } from "../read-models/lots-of-digitisers.ts";

const toInspected = ({
  size,
  plan,
  verdict,
  figures,
  resumedBecause,
  shared,
}: LotOfDigitiserView): InspectedLot => ({
  size,
  limits: { level: plan.level, key: plan.key, other: plan.other },
  inspection: plan.inspection,
  accepted: verdict !== "returned",
  wrong: figures?.wrongCases ?? { critical: 0, key: 0, other: 0 },
  resumed: resumedBecause !== undefined,
  shared,
});

const LOTS_AT_A_TIME = 500;

const getInspectionOf = async (lots: LotOfDigitiserReader, digitiserId: string): Promise<InspectionState> => {
  const inspected: InspectedLot[] = [];
  // All of them: where a count begins follows from every switch before it.
  const decided = {
    where: { digitiserId, decidedAt: { gt: "" } } satisfies WhereOf<typeof lots>,
    orderBy: [{ column: "decidedAt" }],
  } as const;
  for await (const page of allPages(lots, decided, LOTS_AT_A_TIME)) {
    // A lot that comes again after a return is not counted: the rules go by first inspections.
    // One that holds something submitted for the first time is one, as older lots may be.
    inspected.push(...page.filter(({ first }) => first).map(toInspected));
  }
  return inspectionAfter(inspected);
};

/**
 * How the next lot of these digitising units is inspected, from the verdicts on their lots so far:
 * of several as the one of which most is asked.
 */
export const getNextInspection = async (
  lots: LotOfDigitiserReader,
  digitiserIds: readonly string[],
): Promise<InspectionState> =>
  strictestOf(await Promise.all(digitiserIds.map((digitiserId) => getInspectionOf(lots, digitiserId))));
