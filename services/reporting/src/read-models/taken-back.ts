import { defineProjection } from "@sogoc/core";
import type { RecordedDomainEvent } from "@sogoc/events";
import { type TakenBack, takenBackAfter } from "./marks-that-count.ts";

export interface TakenBackView {
  readonly id: string;
  /** When a mark of each field was last taken back by a later round as right as it was keyed. */
  readonly fields: TakenBack;
}

/** One document per record of which a round took back what an earlier one had marked. */
export const takenBack = defineProjection<RecordedDomainEvent, TakenBackView>()(
  { name: "reporting-taken-back", version: 1, columns: {}, indexes: [] },
  {
    RecordChecked: {
      keys: ({ data }) => (data.takenBack ? [data.recordId] : []),
      evolve: (before, { data, metadata }, id) => ({
        id,
        fields: takenBackAfter(before?.fields, data.takenBack, metadata.at),
      }),
    },
  },
);
