import {
  comparedFields,
  type FieldValues,
  getRecordType,
  isSameReading,
  type KeyingPolicy,
} from "@sogoc/registers";
import {
  createGenerator,
  type KeyingRates,
  keyedFaithfully,
  keyingErrors,
  type Random,
  type SyntheticCase,
} from "@sogoc/synthetic";

/** What the simulated people are like. Shares are 0 to 1. */
export interface SimulatedPeople {
  readonly first: KeyingRates;
  readonly second: KeyingRates;
  /**
   * Share of the first keyer's errors that the second makes too, because the page itself is
   * misleading.
   */
  readonly sameMisreading: number;
  /** Share of decisions that an arbiter gets wrong. */
  readonly wrongDecision: number;
  /** Share of wrong fields that a checker overlooks. */
  readonly overlooked: number;
}

export const usualPeople: SimulatedPeople = {
  first: { typo: 0.004, tone: 0.003, swappedDigits: 0.002, skipped: 0.002 },
  second: { typo: 0.006, tone: 0.004, swappedDigits: 0.002, skipped: 0.003 },
  sameMisreading: 0.1,
  wrongDecision: 0.02,
  overlooked: 0.05,
};

/** One case after keying: which of its fields are wrong, and the work that went into it. */
export interface KeyedCase {
  readonly fields: number;
  readonly wrong: readonly string[];
  readonly fieldsKeyed: number;
  readonly decisions: number;
}

export interface TwoReadings {
  readonly page: SyntheticCase;
  readonly truth: FieldValues;
  readonly first: FieldValues;
  readonly second: FieldValues;
}

/** Made-up births, each read by two people with their own errors; the truth is known. */
export function* readTwice(seed: string, count: number, people: SimulatedPeople): Generator<TwoReadings> {
  const generator = createGenerator(seed);
  const [one, two, shared] = ["first", "second", "shared"].map((label) => generator.random(label)) as [
    Random,
    Random,
    Random,
  ];
  for (const page of generator.generateRows(count)) {
    const truth = keyedFaithfully(page);
    const first = keyingErrors(page, people.first, one).fields;
    const second = { ...keyingErrors(page, people.second, two).fields };
    for (const field of Object.keys(truth)) {
      if (isSameReading(first[field], truth[field]) || !shared.chance(people.sameMisreading)) continue;
      const misread = first[field];
      if (misread) second[field] = misread;
      else delete second[field];
    }
    yield { page, truth, first, second };
  }
}

/** Columns that the page has something in, but for the case's address. */
const countedFields = (recordType: string, truth: FieldValues): readonly string[] =>
  comparedFields(getRecordType(recordType), "double-all").filter((field) => truth[field] !== undefined);

/**
 * The case as it is stored under a policy: equal readings settle themselves, an arbiter decides the
 * rest.
 */
export const keyCase = (
  { page, truth, first, second }: TwoReadings,
  policy: KeyingPolicy,
  wrongDecision: number,
  random: Random,
): KeyedCase => {
  const fields = countedFields(page.recordType, truth);
  const twice = new Set(comparedFields(getRecordType(page.recordType), policy));
  const wrong: string[] = [];
  let decisions = 0;
  for (const field of fields) {
    const isFirstRight = isSameReading(first[field], truth[field]);
    if (!twice.has(field) || isSameReading(first[field], second[field])) {
      if (!isFirstRight) wrong.push(field);
      continue;
    }
    decisions++;
    if (random.chance(wrongDecision)) wrong.push(field);
  }
  const again = fields.filter((field) => twice.has(field)).length;
  return { fields: fields.length, wrong, fieldsKeyed: fields.length + again, decisions };
};
