import { defineProjection } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

export interface CorrectionView extends Omit<DataOf<"CorrectionRequested">, "correctionId"> {
  readonly id: string;
  readonly status: "requested" | "approved" | "declined" | "applied" | "not-applied";
  readonly requestedAt: string;
  readonly decidedBy?: string;
  readonly decidedAt?: string;
  readonly declineReason?: string;
  readonly notAppliedReason?: string;
  readonly revision: number;
}

/** One document per request to correct an accepted record, until it has reached the record. */
export const corrections = defineProjection<RecordedDomainEvent>()<CorrectionView>(
  {
    name: "review-corrections",
    version: 1,
    columns: { unitId: "text", status: "text", requestedAt: "text", recordId: "text" },
    indexes: [["unitId", "status", "requestedAt"], ["recordId"]],
  },
  {
    CorrectionRequested: {
      keys: ({ data }) => [data.correctionId],
      evolve: (_request, { data: { correctionId, ...rest }, metadata, revision }) => ({
        id: correctionId,
        ...rest,
        status: "requested",
        requestedAt: metadata.at,
        revision,
      }),
    },
    CorrectionApproved: {
      keys: ({ data }) => [data.correctionId],
      evolve: (request, { data, metadata, revision }) =>
        // The record may have been corrected before this event arrives; that news is not undone.
        request && {
          ...request,
          status: request.status === "requested" ? "approved" : request.status,
          decidedBy: data.decidedBy,
          decidedAt: metadata.at,
          revision,
        },
    },
    CorrectionDeclined: {
      keys: ({ data }) => [data.correctionId],
      evolve: (request, { data, metadata, revision }) =>
        request && {
          ...request,
          status: "declined",
          decidedBy: data.decidedBy,
          decidedAt: metadata.at,
          declineReason: data.reason,
          revision,
        },
    },
    RecordCorrected: {
      keys: ({ data }) => (data.correctionId === undefined ? [] : [data.correctionId]),
      evolve: (request) => request && { ...request, status: "applied" },
    },
    CorrectionNotApplied: {
      keys: ({ data }) => [data.correctionId],
      evolve: (request, { data }) =>
        request && { ...request, status: "not-applied", notAppliedReason: data.reason },
    },
  },
);
