import { type InspectedLot, type InspectionState, inspectionAfter, strictestOf } from "@sogoc/acceptance";
import { type Directory, withSuccessors } from "@sogoc/access";
import { allPages, type WhereOf } from "@sogoc/core";
import { isWithinPlan } from "../domain/lot.ts";
import { lotFigures } from "../domain/lot-figures.ts";
import type { LotReader, LotView } from "../read-models/lots.ts";
import type { LotOfDigitiserReader, LotOfDigitiserView } from "../read-models/lots-of-digitisers.ts";
import type { ReviewReader } from "../read-models/reviews.ts";

export interface InspectionReaders {
  readonly inspectedLots: LotOfDigitiserReader;
  readonly lots: LotReader;
  readonly reviews: ReviewReader;
  readonly directory: Pick<Directory, "tree">;
}

/** Whose work a lot is. */
export interface Digitisers {
  /** The units in which they worked then. */
  readonly units: readonly string[];
  readonly keyers: readonly string[];
}

const LOTS_AT_A_TIME = 500;

/**
 * The first inspections of these units together, or of one person, in the order in which their lots
 * were formed. All of them: where a count begins follows from every switch before it.
 */
const listInspected = async (
  inspectedLots: LotOfDigitiserReader,
  digitiserIds: readonly string[],
): Promise<readonly LotOfDigitiserView[]> => {
  const found = new Map<string, LotOfDigitiserView>();
  const wanted = {
    where: { digitiserId: { in: digitiserIds } } satisfies WhereOf<typeof inspectedLots>,
    orderBy: [{ column: "formedAt" }],
  } as const;
  for await (const page of allPages(inspectedLots, wanted, LOTS_AT_A_TIME)) {
    const verdicts = await inspectedLots.findMany(
      page.flatMap(({ verdictIn }) => (verdictIn === undefined ? [] : [verdictIn])),
    );
    // A lot that comes again after a return is not counted: the rules go by first inspections.
    // One that holds something submitted for the first time is one, as older lots may be.
    for (const lot of page.filter(({ first }) => first)) {
      if (found.has(lot.lotId)) continue;
      const decided = verdicts.get(lot.verdictIn ?? "");
      // What was tightened for whichever of those who keyed it tells of each of them.
      found.set(lot.lotId, decided ? { ...decided, shared: true } : lot);
    }
  }
  return [...found.values()];
};

/** What the checks of an open lot say so far. */
const figuresSoFar = async ({ reviews }: Pick<InspectionReaders, "reviews">, lot: LotView) => {
  const ofLot = await reviews.findMany(lot.batches.map(({ reviewId }) => reviewId));
  return lotFigures(
    lot.recordType,
    [...ofLot.values()]
      .filter(({ lotId }) => lotId === lot.id)
      .map(({ sample, checks, rules }) => {
        const sampled = new Set(sample);
        const ofSample = Object.entries(checks).flatMap(([id, check]) => (sampled.has(id) ? [check] : []));
        return { sampled: sampled.size, checks: ofSample, rules };
      }),
  );
};

/**
 * The lots as the rules count them. One that is open and does not stand its plan is not accepted,
 * whoever leaves it undecided; of other open ones nothing is known yet.
 */
const toInspected = async (
  readers: InspectionReaders,
  found: readonly LotOfDigitiserView[],
): Promise<readonly InspectedLot[]> => {
  const open = await readers.lots.findMany(found.flatMap(({ lotId, verdict }) => (verdict ? [] : [lotId])));
  const inspected: InspectedLot[] = [];
  for (const { lotId, size, plan, verdict, figures, resumedBecause, shared } of found) {
    const lot = verdict ? undefined : open.get(lotId);
    const soFar = lot?.status === "open" ? await figuresSoFar(readers, lot) : undefined;
    if (!verdict && (!soFar || isWithinPlan(plan, soFar))) continue;
    inspected.push({
      size,
      limits: { level: plan.level, key: plan.key, other: plan.other },
      inspection: plan.inspection,
      accepted: verdict !== null && verdict !== "returned",
      wrong: (figures ?? soFar)?.wrongCases ?? { critical: 0, key: 0, other: 0 },
      resumed: resumedBecause !== undefined,
      shared,
    });
  }
  return inspected;
};

/** A unit with those that it came of: what they did is its own past. */
const withFormerUnits = ({ directory }: Pick<InspectionReaders, "directory">, unitId: string): string[] => {
  const tree = directory.tree();
  const former = [...tree.units.keys()].filter((id) => id !== unitId && withSuccessors(tree, id).has(unitId));
  return [unitId, ...former];
};

/**
 * How the next lot of these digitisers is inspected, from the verdicts on lots so far: of several
 * as the one of which most is asked. A unit has the past of those that it came of, and a person
 * takes their own along to wherever they work next: it makes a lot stricter, never easier.
 */
export const getNextInspection = async (
  readers: InspectionReaders,
  { units, keyers }: Digitisers,
): Promise<InspectionState> => {
  const stateOf = async (digitiserIds: readonly string[]) =>
    inspectionAfter(await toInspected(readers, await listInspected(readers.inspectedLots, digitiserIds)));
  const ofUnits: InspectionState[] = [];
  for (const unitId of units) ofUnits.push(await stateOf(withFormerUnits(readers, unitId)));
  const asked = strictestOf(ofUnits);
  const ofPeople: InspectionState[] = [];
  for (const keyer of keyers) ofPeople.push(await stateOf([keyer]));
  const strict = ofPeople.filter(({ inspection, stopped }) => stopped || inspection === "tightened");
  return strict.length === 0 ? asked : strictestOf([asked, ...strict]);
};
