import { comparedFields, getRecordType, type KeyingPolicy } from "@sogoc/registers";
import { z } from "zod";
import type { FieldDisagreement } from "./disagreements.ts";

/**
 * The share of fields misread by two people in the same way, so that nobody notices. It cannot be
 * measured and is an assumption.
 */
export const SAME_MISREADING = 0.3;

export const PolicyEstimate = z.object({
  keying: z.enum(["single", "double-identity", "double-all"]),
  fieldsKeyedTwice: z.int().describe("Columns of the book type that are keyed twice."),
  measuredFields: z.int().describe("Columns for which anything was measured here."),
  decisionsPer100: z
    .number()
    .nullable()
    .describe("Decisions by an arbiter per 100 cases; null where none of these columns was measured."),
  wrongPer100: z
    .number()
    .nullable()
    .describe(
      "Fields that stay wrong and undetected per 100 cases, by what was measured; null while nothing was measured, or two keyings differ and nobody has decided any difference.",
    ),
});
export type PolicyEstimate = z.infer<typeof PolicyEstimate>;

type Outcome = Pick<FieldDisagreement, "differing" | "first" | "second" | "neither">;

const decidedOf = ({ first, second, neither }: Outcome): number => first + second + neither;

/** What was decided of all these fields together. */
export const outcomeOf = (fields: readonly FieldDisagreement[]): Outcome => {
  const sumOf = (key: keyof Outcome) => fields.reduce((sum, one) => sum + one[key], 0);
  return {
    differing: sumOf("differing"),
    first: sumOf("first"),
    second: sumOf("second"),
    neither: sumOf("neither"),
  };
};

/**
 * Per case: how often both differed, and, where that is known, the first was wrong, and both were
 * wrong alike. What is not decided yet is taken to go as the decided part of the field went, or of
 * all fields (`together`) where nothing of this one is decided; of differences that nobody has
 * decided anywhere, nothing is known.
 */
const ratesOf = (field: FieldDisagreement, together: Outcome) => {
  const { compared, differing } = field;
  const differs = differing / compared;
  if (differing === 0) return { differs, firstWrong: 0, alike: 0 };
  const known = decidedOf(field) > 0 ? field : together;
  const decided = decidedOf(known);
  if (decided === 0) return { differs };
  const ofDecided = (count: number) => (count / decided) * differs;
  const alike = ofDecided((known.neither * SAME_MISREADING) / (1 - SAME_MISREADING));
  return { differs, firstWrong: ofDecided(known.second + known.neither) + alike, alike };
};

/** The sum per 100 cases; null where there is nothing to add up, or something is not known. */
const per100 = (shares: readonly (number | undefined)[]): number | null => {
  if (shares.length === 0) return null;
  let sum = 0;
  for (const share of shares) {
    if (share === undefined) return null;
    sum += share;
  }
  return 100 * sum;
};

/**
 * What more or less double keying would cost and leave undetected, from the fields of one book type
 * that were measured.
 */
export const policyEstimates = (
  recordType: string,
  fields: readonly FieldDisagreement[],
): readonly PolicyEstimate[] => {
  const measured = fields.filter((one) => one.recordType === recordType && one.compared > 0);
  const together = outcomeOf(measured);
  const rates = measured.map((one) => ({ field: one.field, ...ratesOf(one, together) }));
  const policies: readonly KeyingPolicy[] = ["single", "double-identity", "double-all"];
  return policies.map((keying) => {
    const twice = new Set(comparedFields(getRecordType(recordType), keying));
    const isTwice = ({ field }: { readonly field: string }) => twice.has(field);
    return {
      keying,
      fieldsKeyedTwice: twice.size,
      measuredFields: measured.length,
      // Where nothing is keyed twice, nothing is left to decide.
      decisionsPer100: twice.size === 0 ? 0 : per100(rates.filter(isTwice).map(({ differs }) => differs)),
      wrongPer100: per100(rates.map((one) => (isTwice(one) ? one.alike : one.firstWrong))),
    };
  });
};
