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
  decisionsPer100: z.number().describe("Decisions by an arbiter per 100 cases."),
  wrongPer100: z
    .number()
    .describe("Fields that stay wrong and undetected per 100 cases, by what was measured."),
});
export type PolicyEstimate = z.infer<typeof PolicyEstimate>;

/** Per case: how often the first was wrong, both differed, and both were wrong alike. */
const ratesOf = ({ compared, differing, second, neither, first }: FieldDisagreement) => {
  const decided = first + second + neither;
  // What is not decided yet is taken to go as the decided part went.
  const scale = decided === 0 ? 0 : differing / decided;
  const alike = (neither * SAME_MISREADING) / (1 - SAME_MISREADING);
  return {
    differs: differing / compared,
    firstWrong: ((second + neither) * scale + alike) / compared,
    alike: (alike * scale) / compared,
  };
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
  const policies: readonly KeyingPolicy[] = ["single", "double-identity", "double-all"];
  return policies.map((keying) => {
    const twice = new Set(comparedFields(getRecordType(recordType), keying));
    let [decisions, wrong] = [0, 0];
    for (const one of measured) {
      const { differs, firstWrong, alike } = ratesOf(one);
      decisions += twice.has(one.field) ? differs : 0;
      wrong += twice.has(one.field) ? alike : firstWrong;
    }
    return {
      keying,
      fieldsKeyedTwice: twice.size,
      measuredFields: measured.length,
      decisionsPer100: 100 * decisions,
      wrongPer100: 100 * wrong,
    };
  });
};
