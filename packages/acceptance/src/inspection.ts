import { type AcceptanceLimits, type Inspection, lotPlan, stricterPlan } from "./sampling-plan.ts";

/** A lot of one digitising unit at its first inspection, in the order of the verdicts. */
export interface InspectedLot {
  readonly size: number;
  readonly limits: AcceptanceLimits;
  readonly inspection: Inspection;
  readonly accepted: boolean;
  /** Wrong cases found in the sample, by class. */
  readonly wrong: { readonly critical: number; readonly key: number; readonly other: number };
  /** Somebody has said why lots go on after the inspection had stopped. */
  readonly resumed?: boolean | undefined;
}

export interface InspectionState {
  readonly inspection: Inspection;
  /**
   * Five lots returned under tightened inspection: no further lot until the cause was found and
   * mended.
   */
  readonly stopped: boolean;
  /** Points towards reduced inspection; 30 are needed. */
  readonly score: number;
}

interface Running extends InspectionState {
  /** The last five verdicts since the inspection changed, the latest last. */
  readonly lastFive: readonly boolean[];
  readonly returnedTightened: number;
}

const start: Running = { inspection: "normal", stopped: false, score: 0, lastFive: [], returnedTightened: 0 };

/**
 * Points of a lot accepted under normal inspection, by ISO 2859-1, 9.3.3: 2 where at most one may
 * be wrong; else 3 if it would also have been accepted by a limit one step stricter, and the score
 * begins anew if not. The class with fewer counts.
 */
const pointsOf = ({ size, limits, wrong }: InspectedLot): number => {
  const { acceptance } = lotPlan(size, limits, "normal");
  const points = (["key", "other"] as const).map((one) => {
    if (acceptance[one] < 2) return 2;
    return wrong[one] <= stricterPlan(size, limits.level, limits[one]).acceptance ? 3 : 0;
  });
  return Math.min(...points);
};

const switchTo = (inspection: Inspection): Running => ({ ...start, inspection });

const afterLot = (before: Running, lot: InspectedLot): Running => {
  // Once the cause was mended, as though tightened inspection had just begun.
  const state = before.stopped && lot.resumed ? switchTo("tightened") : before;
  // Formed before the switch, decided after it: its sample was not the one that the rules now count
  // by. A return ends reduced inspection all the same, which is for work that nothing speaks
  // against.
  const endsReduced = state.inspection === "reduced" && !lot.accepted;
  if (lot.inspection !== state.inspection && !endsReduced) return state;
  const lastFive = [...state.lastFive, lot.accepted].slice(-5);
  const returned = lastFive.filter((accepted) => !accepted).length;
  switch (state.inspection) {
    case "normal": {
      if (returned >= 2) return switchTo("tightened");
      const points = lot.accepted ? pointsOf(lot) : 0;
      const score = points === 0 ? 0 : state.score + points;
      return score >= 30 ? switchTo("reduced") : { ...state, lastFive, score };
    }
    case "tightened": {
      if (lastFive.length === 5 && returned === 0) return switchTo("normal");
      const returnedTightened = state.returnedTightened + (lot.accepted ? 0 : 1);
      return { ...state, lastFive, returnedTightened, stopped: returnedTightened >= 5 };
    }
    case "reduced":
      return lot.accepted ? { ...state, lastFive } : switchTo("normal");
  }
};

/**
 * How the next lot of a digitising unit is inspected. A verdict counts only where its lot was
 * inspected as the rules asked for at that moment; lots formed together before any verdict may be
 * decided after a switch. Normal becomes tightened when two of five lots in a row are returned, and
 * normal again after five accepted in a row; stopped at the fifth lot returned while tightened;
 * reduced when 30 points were gathered, and normal again at the first return.
 */
export const inspectionAfter = (lots: readonly InspectedLot[]): InspectionState => {
  const { inspection, stopped, score } = lots.reduce(afterLot, start);
  return { inspection, stopped, score };
};
