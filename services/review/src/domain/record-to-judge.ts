import type { FieldValues, GivenAnswer } from "@sogoc/events";

/** A record as the rules judge it by itself, with its keyers' answers. */
export interface RecordToJudge {
  readonly id: string;
  readonly recordType: string;
  readonly bookNumber: string;
  readonly openingYear: number;
  readonly fields: FieldValues;
  readonly accepted: readonly GivenAnswer[];
}
