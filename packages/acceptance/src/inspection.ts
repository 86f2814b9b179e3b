import { type AcceptanceLimits, type Inspection, lotPlan, stricterPlan } from "./sampling-plan.ts";

/** What the verdicts alone ask for. Reduced inspection is a choice of people, lot by lot. */
export type AskedInspection = Exclude<Inspection, "reduced">;

/** A lot of one digitising unit at its first inspection, in the order in which lots were formed. */
export interface InspectedLot {
  readonly size: number;
  readonly limits: AcceptanceLimits;
  readonly inspection: Inspection;
  readonly accepted: boolean;
  /** Wrong cases found in the sample, by class. */
  readonly wrong: { readonly critical: number; readonly key: number; readonly other: number };
  /** Somebody has said why lots go on after the inspection had stopped. */
  readonly resumed?: boolean | undefined;
  /** Several units keyed it, and its plan was the strictest of theirs. */
  readonly shared?: boolean | undefined;
}

export interface InspectionState {
  readonly inspection: AskedInspection;
  /**
   * Five lots returned under tightened inspection: no further lot until the cause was found and
   * mended.
   */
  readonly stopped: boolean;
  /** Points towards reduced inspection. */
  readonly score: number;
  /**
   * The points suffice: who answers for the acceptance may have the next lot inspected reduced, if
   * the work is steady. Nothing is reduced without their word.
   */
  readonly reducible: boolean;
}

interface Running {
  readonly inspection: AskedInspection;
  readonly stopped: boolean;
  readonly score: number;
  /** The last five verdicts since the inspection changed, the latest last. */
  readonly lastFive: readonly boolean[];
  readonly returnedTightened: number;
}

const POINTS_FOR_REDUCED = 30;

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

const switchTo = (inspection: AskedInspection): Running => ({ ...start, inspection });

const afterNormal = (state: Running, lot: InspectedLot): Running => {
  const lastFive = [...state.lastFive, lot.accepted].slice(-5);
  if (lastFive.filter((accepted) => !accepted).length >= 2) return switchTo("tightened");
  const points = lot.accepted ? pointsOf(lot) : 0;
  return { ...state, lastFive, score: points === 0 ? 0 : state.score + points };
};

const afterTightened = (state: Running, lot: InspectedLot): Running => {
  const lastFive = [...state.lastFive, lot.accepted].slice(-5);
  if (lastFive.length === 5 && lastFive.every(Boolean)) return switchTo("normal");
  const returnedTightened = state.returnedTightened + (lot.accepted ? 0 : 1);
  return { ...state, lastFive, returnedTightened, stopped: returnedTightened >= 5 };
};

const afterLot = (before: Running, lot: InspectedLot): Running => {
  // Once the cause was mended, as though tightened inspection had just begun.
  const state = before.stopped && lot.resumed ? switchTo("tightened") : before;
  // A lot accepted by a reduced sample speaks for nothing but itself; one returned ends it.
  if (lot.inspection === "reduced") return lot.accepted ? state : { ...state, score: 0 };
  // Formed before a switch, decided after it: its sample was not the one that the rules now count
  // by. One that was tightened for the sake of another unit counts all the same.
  const isTightenedForAnother = lot.shared === true && lot.inspection === "tightened";
  if (lot.inspection !== state.inspection && !isTightenedForAnother) return state;
  return state.inspection === "normal" ? afterNormal(state, lot) : afterTightened(state, lot);
};

/**
 * How the next lot of a digitising unit is inspected. A verdict counts only where its lot was
 * inspected as the rules asked for at that moment; lots formed together before any verdict may be
 * decided after a switch. Normal becomes tightened when two of five lots in a row are returned, and
 * normal again after five accepted in a row; stopped at the fifth lot returned while tightened.
 * From 30 points on, a lot may be inspected reduced by the word of who answers for it, until one
 * inspected so is returned, or one inspected normally breaks the score.
 */
export const inspectionAfter = (lots: readonly InspectedLot[]): InspectionState => {
  const { inspection, stopped, score } = lots.reduce(afterLot, start);
  return { inspection, stopped, score, reducible: score >= POINTS_FOR_REDUCED };
};

/** Of several units that share a lot, what is asked of the one of which most is asked. */
export const strictestOf = (states: readonly InspectionState[]): InspectionState => {
  const scores = states.map(({ score }) => score);
  return {
    inspection: states.some(({ inspection }) => inspection === "tightened") ? "tightened" : "normal",
    stopped: states.some(({ stopped }) => stopped),
    score: scores.length === 0 ? 0 : Math.min(...scores),
    reducible: states.length > 0 && states.every(({ reducible }) => reducible),
  };
};
