import type { FieldValues, GivenAnswer } from "@sogoc/events";

/** A record as the rules judge it alone, and what its keyers have answered. */
export interface RecordToJudge {
  readonly id: string;
  readonly recordType: string;
  readonly bookNumber: string;
  readonly openingYear: number;
  readonly fields: FieldValues;
  readonly accepted: readonly GivenAnswer[];
}
