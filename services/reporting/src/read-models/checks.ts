import { defineProjection, vietnamDay } from "@sogoc/core";
import type { Mark, RecordedDomainEvent } from "@sogoc/events";

import { type TakenBack, takenBackAfter } from "./marks-that-count.ts";

export interface CheckView {
  readonly id: string;
  readonly reviewId: string;
  readonly recordId: string;
  readonly unitId: string;
  readonly recordType: string;
  readonly at: string;
  /** Of the last check, in Viet Nam. */
  readonly day: string;
  readonly checkedBy: string;
  readonly fieldsChecked: number;
  readonly wrongFields: number;
  readonly critical: number;
  readonly marks: readonly Mark[];
  /** What checks of the record in this review took back of marks of earlier ones. */
  readonly takenBack: TakenBack;
  readonly revision: number;
}

/** Fields with at least one mark. */
export const wrongFieldsIn = (marks: readonly Pick<Mark, "field">[]): number =>
  new Set(marks.map(({ field }) => field)).size;

/** One document per record and review: what its last check in that review found. */
export const checks = defineProjection<RecordedDomainEvent, CheckView>()(
  {
    name: "reporting-checks",
    version: 6,
    columns: {
      reviewId: "text",
      recordId: "text",
      unitId: "text",
      recordType: "text",
      day: "text",
    },
    indexes: [["unitId", "day"], ["reviewId"], ["recordId"]],
  },
  {
    RecordChecked: {
      keys: ({ data }) => [`${data.reviewId}|${data.recordId}`],
      evolve: (before, { data, metadata, revision }, key) => {
        if (before && before.revision >= revision) return before;
        const { reviewId, recordId, unitId, recordType, checkedBy, fieldsChecked, marks } = data;
        return {
          id: key,
          reviewId,
          recordId,
          unitId,
          recordType,
          at: metadata.at,
          day: vietnamDay(metadata.at),
          checkedBy,
          fieldsChecked,
          wrongFields: wrongFieldsIn(marks),
          critical: marks.filter(({ severity }) => severity === "critical").length,
          marks,
          takenBack: takenBackAfter(before?.takenBack, data.takenBack, metadata.at),
          revision,
        };
      },
    },
  },
);
