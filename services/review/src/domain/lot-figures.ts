import type { LotFigures, Mark } from "@sogoc/events";
import { comparedFields, getRecordType } from "@sogoc/registers";
import { countMarkedFields } from "./colleagues-marks.ts";

interface CheckedReview {
  readonly sampled: number;
  readonly checks: readonly { readonly marks: readonly Mark[]; readonly fieldsChecked: number }[];
  readonly rules: { readonly errors: number; readonly warnings: number };
}

/**
 * The class of a mark: critical as the checker says, a key field (names, dates, numbers), or
 * another field.
 */
const classOf = ({ severity, field }: Mark, keys: ReadonlySet<string>): "critical" | "key" | "other" => {
  if (severity === "critical") return "critical";
  return keys.has(field) ? "key" : "other";
};

/**
 * Adds up the reviews of a lot. A case counts once in each class in which something in it is wrong.
 */
export const lotFigures = (recordType: string, reviews: readonly CheckedReview[]): LotFigures => {
  const keys = new Set(comparedFields(getRecordType(recordType), "double-identity"));
  const checks = reviews.flatMap((review) => review.checks);
  const wrongCases = { critical: 0, key: 0, other: 0 };
  for (const { marks } of checks) {
    for (const found of new Set(marks.map((mark) => classOf(mark, keys)))) wrongCases[found]++;
  }
  const sum = <Item>(items: readonly Item[], of: (item: Item) => number) =>
    items.reduce((total, item) => total + of(item), 0);
  return {
    sampled: sum(reviews, ({ sampled }) => sampled),
    checked: checks.length,
    fieldsChecked: sum(checks, ({ fieldsChecked }) => fieldsChecked),
    wrongFields: sum(checks, ({ marks }) => countMarkedFields(marks)),
    wrongCases,
    ruleErrors: sum(reviews, ({ rules }) => rules.errors),
    ruleWarnings: sum(reviews, ({ rules }) => rules.warnings),
  };
};
