import type { Defect, DefectRates } from "./book-model.ts";

/**
 * The rule that should find the defect; undefined where the page is odd but right, and no rule may
 * speak.
 */
export const ruleOfDefect: Readonly<Record<Defect, string | undefined>> = {
  "number-gap": "number-gap",
  "number-repeated": "duplicate-registration",
  "number-out-of-order": "number-out-of-order",
  "date-falls": "date-falls",
  "number-year-differs": "number-year-differs",
  "words-differ": "words-differ-from-date",
  "registration-kind-differs": "on-time-code-but-late",
  "parents-kind-differs": "birth-kind-parents-differ",
  "parent-unknown": "birth-kind-parents-differ",
  "impossible-date": "date-invalid",
  "year-only": undefined,
  "month-year-only": undefined,
  "age-in-words": undefined,
  "slashes-in-date": undefined,
  illegible: undefined,
  blank: undefined,
  "name-in-capitals": "name-all-capitals",
  "legacy-ethnic-spelling": undefined,
  "old-ethnic-name": "list-name-unknown",
  "short-identity-number": "identity-number-shape",
};

/** Shares as they may be met in real books. */
export const usualRates: DefectRates = {
  "number-gap": 0.006,
  "number-repeated": 0.003,
  "number-out-of-order": 0.004,
  "date-falls": 0.004,
  "number-year-differs": 0.004,
  "words-differ": 0.006,
  "registration-kind-differs": 0.008,
  "parents-kind-differs": 0.005,
  "parent-unknown": 0.01,
  "impossible-date": 0.002,
  "year-only": 0.04,
  "month-year-only": 0.01,
  "age-in-words": 0.008,
  "slashes-in-date": 0.02,
  illegible: 0.012,
  blank: 0.02,
  "name-in-capitals": 0.01,
  "legacy-ethnic-spelling": 0.5,
  "old-ethnic-name": 0.002,
  "short-identity-number": 0.004,
};
