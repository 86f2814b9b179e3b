/**
 * Single sampling plans of ISO 2859-1:1999: how many cases of a lot are looked at, and with how
 * many wrong ones among them it is still accepted. The master tables are regular along their
 * diagonals, which is how they are kept here; `published-plans.spec.ts` holds all 528 cells and the
 * code letters against a transcription of the identical national standard GB/T 2828.1-2012.
 */
export const inspectionLevels = ["S-1", "S-2", "S-3", "S-4", "I", "II", "III"] as const;
export type InspectionLevel = (typeof inspectionLevels)[number];

export const inspections = ["normal", "tightened", "reduced"] as const;
export type Inspection = (typeof inspections)[number];

/** Acceptance quality limits, per cent of cases that are wrong. */
export const qualityLimits: readonly number[] = [0.1, 0.15, 0.25, 0.4, 0.65, 1, 1.5, 2.5, 4, 6.5, 10];

/** Upper end of each class of lot sizes, with its code letters by level. */
const lotSizes: readonly (readonly [upTo: number, letters: string])[] = [
  [8, "AAAAAAB"],
  [15, "AAAAABC"],
  [25, "AABBBCD"],
  [50, "ABBCCDE"],
  [90, "BBCCCEF"],
  [150, "BBCDDFG"],
  [280, "BCDEEGH"],
  [500, "BCDEFHJ"],
  [1_200, "CCEFGJK"],
  [3_200, "CDEGHKL"],
  [10_000, "CDFGJLM"],
  [35_000, "CDFHKMN"],
  [150_000, "DEGJLNP"],
  [500_000, "DEGJMPQ"],
  [Number.POSITIVE_INFINITY, "DEHKNQR"],
];

const letters = [..."ABCDEFGHJKLMNPQR"];

interface Table {
  readonly sizes: readonly number[];
  /**
   * Place of the limit at which letter A has its plan with no wrong case allowed; one letter on,
   * one limit down.
   */
  readonly zeroAt: number;
  /**
   * Acceptance numbers along a row from there on: `up` and `down` point to the neighbouring
   * letter's plan.
   */
  readonly row: readonly (number | "up" | "down")[];
}

const fullSizes = [2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1_250, 2_000];

/** Place of 6.5 in `qualityLimits`. */
const SIX_AND_A_HALF = 9;

const tables: Readonly<Record<Inspection, Table>> = {
  normal: {
    sizes: fullSizes,
    zeroAt: SIX_AND_A_HALF,
    row: [0, "up", "down", 1, 2, 3, 5, 7, 10, 14, 21],
  },
  tightened: {
    sizes: fullSizes,
    zeroAt: SIX_AND_A_HALF + 1,
    row: [0, "down", "down", 1, 2, 3, 5, 8, 12, 18],
  },
  reduced: {
    sizes: [2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800],
    zeroAt: SIX_AND_A_HALF,
    row: [0, "up", "down", "down", 1, 2, 3, 5, 6, 8, 10],
  },
};

/** One class of wrong cases: how many are looked at, and how many may be wrong. */
export interface SinglePlan {
  readonly letter: string;
  readonly sampleSize: number;
  readonly acceptance: number;
}

export const codeLetter = (lotSize: number, level: InspectionLevel): string => {
  const found = lotSizes.find(([upTo]) => lotSize <= upTo);
  return found?.[1][inspectionLevels.indexOf(level)] ?? "R";
};

const columnOf = (limit: number): number => {
  const column = qualityLimits.indexOf(limit);
  if (column < 0) throw new RangeError(`no such quality limit: ${limit}`);
  return column;
};

/**
 * Throws a RangeError for a limit that the tables do not have. A sample as large as the lot means
 * that every case is looked at; the acceptance number stays.
 */
export const singlePlan = (
  lotSize: number,
  level: InspectionLevel,
  limit: number,
  inspection: Inspection,
): SinglePlan => planInColumn(lotSize, level, columnOf(limit), inspection);

/** The plan if the limit were the next smaller one, also where that one is not offered. */
export const stricterPlan = (lotSize: number, level: InspectionLevel, limit: number): SinglePlan =>
  planInColumn(lotSize, level, columnOf(limit) - 1, "normal");

/**
 * `column` is the limit's place in `qualityLimits`; -1 is the standard's next smaller one, 0.065.
 */
const planInColumn = (
  lotSize: number,
  level: InspectionLevel,
  column: number,
  inspection: Inspection,
): SinglePlan => {
  let place = letters.indexOf(codeLetter(lotSize, level));
  while (letters[place] !== undefined) {
    const found = planAt(lotSize, column, inspection, place);
    if (typeof found !== "string") return found;
    place += found === "up" ? -1 : 1;
  }
  return nearestPlan(lotSize, column, inspection, place);
};

/** The cell of the table: a plan, or the direction in which one is to be looked for. */
const planAt = (
  lotSize: number,
  column: number,
  inspection: Inspection,
  place: number,
): SinglePlan | "up" | "down" => {
  const { sizes, zeroAt, row } = tables[inspection];
  const across = column + place - zeroAt;
  const cell = across < 0 ? "down" : (row[across] ?? "up");
  if (typeof cell === "string") return cell;
  const sampleSize = Math.min(lotSize, sizes[place] ?? 0);
  return { letter: letters[place] ?? "", sampleSize, acceptance: cell };
};

/** Where an arrow leads out of the table: the nearest letter that has a plan for this limit. */
const nearestPlan = (lotSize: number, column: number, inspection: Inspection, from: number): SinglePlan => {
  const places = [...letters.keys()].sort((a, b) => Math.abs(a - from) - Math.abs(b - from));
  for (const place of places) {
    const found = planAt(lotSize, column, inspection, place);
    if (typeof found !== "string") return found;
  }
  throw new RangeError(`no plan for ${lotSize}`);
};

/**
 * Wrong cases are counted by what is wrong in them: a critical error, a key field (names, dates,
 * numbers), or another.
 */
export interface AcceptanceLimits {
  readonly level: InspectionLevel;
  /** Limit for cases with a wrong key field, per cent. */
  readonly key: number;
  /** Limit for cases with another wrong field, per cent. */
  readonly other: number;
}

export interface LotPlan extends AcceptanceLimits {
  readonly inspection: Inspection;
  readonly letter: string;
  readonly sampleSize: number;
  /**
   * Wrong cases of each class with which the lot is still accepted; one critical error is too many.
   */
  readonly acceptance: { readonly critical: number; readonly key: number; readonly other: number };
}

/**
 * One sample serves both limits: the larger of the two. Where an arrow gave one limit a smaller
 * sample, its acceptance number stays, which is stricter than asked for and never laxer.
 */
export const lotPlan = (lotSize: number, limits: AcceptanceLimits, inspection: Inspection): LotPlan => {
  const { level, key, other } = limits;
  const plans = {
    key: singlePlan(lotSize, level, key, inspection),
    other: singlePlan(lotSize, level, other, inspection),
  };
  const larger = plans.key.sampleSize >= plans.other.sampleSize ? plans.key : plans.other;
  return {
    level,
    key,
    other,
    inspection,
    letter: larger.letter,
    sampleSize: larger.sampleSize,
    acceptance: { critical: 0, key: plans.key.acceptance, other: plans.other.acceptance },
  };
};

/**
 * The plan that the tables give today to a lot that was formed by an earlier reading of them;
 * undefined where it is the same. A sample that is drawn stays, with what may be wrong in it: who
 * decides by it is told.
 */
export const correctedPlan = (lotSize: number, formedBy: LotPlan): LotPlan | undefined => {
  const { level, key, other, inspection, sampleSize, acceptance } = formedBy;
  const now = lotPlan(lotSize, { level, key, other }, inspection);
  const isSame =
    now.sampleSize === sampleSize &&
    now.acceptance.key === acceptance.key &&
    now.acceptance.other === acceptance.other;
  return isSame ? undefined : now;
};
