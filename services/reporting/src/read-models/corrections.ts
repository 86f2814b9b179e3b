import { defineProjection } from "@sogoc/core";
import type { RecordedDomainEvent } from "@sogoc/events";

export interface CorrectionView {
  readonly id: string;
  readonly recordId: string;
  readonly unitId: string;
  readonly status: "requested" | "approved" | "declined";
  readonly requestedAt: string;
}

/**
 * One document per request to correct an accepted record: how a record's history finds the requests
 * about it.
 */
export const corrections = defineProjection<RecordedDomainEvent, CorrectionView>()(
  {
    name: "reporting-corrections",
    version: 2,
    columns: { recordId: "text" },
    indexes: [["recordId"]],
  },
  {
    CorrectionRequested: {
      keys: ({ data }) => [data.correctionId],
      evolve: (before, { data: { correctionId, recordId, unitId }, metadata }) =>
        before ?? { id: correctionId, recordId, unitId, status: "requested", requestedAt: metadata.at },
    },
    CorrectionApproved: {
      keys: ({ data }) => [data.correctionId],
      evolve: (row) => row && { ...row, status: "approved" },
    },
    CorrectionDeclined: {
      keys: ({ data }) => [data.correctionId],
      evolve: (row) => row && { ...row, status: "declined" },
    },
  },
);
