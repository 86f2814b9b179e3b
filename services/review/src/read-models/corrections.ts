import { defineProjection, type PasswordHands, passwordHandsOf, type ReaderOf } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

export interface CorrectionView extends Omit<DataOf<"CorrectionRequested">, "correctionId"> {
  readonly id: string;
  readonly status: "requested" | "approved" | "declined" | "applied" | "not-applied";
  readonly requestedAt: string;
  /** Who else has a hand in the request (ADR 29). */
  readonly requestHands: PasswordHands;
  readonly decidedBy?: string | undefined;
  readonly decidedAt?: string | undefined;
  /** Why it may bring back a value that a round marked wrong. */
  readonly because?: string | undefined;
  readonly declineReason?: string | undefined;
  readonly notAppliedReason?: string | undefined;
  readonly revision: number;
}

/**
 * The outcome of a request that this service has not heard of yet; it belongs to no unit until
 * then.
 */
const unheardCorrection = (
  id: string,
  outcome: Pick<CorrectionView, "status" | "notAppliedReason">,
): CorrectionView => ({
  id,
  recordId: "",
  unitId: "",
  bookId: "",
  batchId: "",
  recordType: "",
  changes: [],
  reason: "",
  requestedBy: "",
  requestedAt: "",
  requestHands: passwordHandsOf(undefined),
  revision: -1,
  ...outcome,
});

const withOutcome = (
  request: CorrectionView | undefined,
  id: string,
  outcome: Pick<CorrectionView, "status" | "notAppliedReason">,
): CorrectionView => (request ? { ...request, ...outcome } : unheardCorrection(id, outcome));

/** One document per request to correct an accepted record. */
export const corrections = defineProjection<RecordedDomainEvent, CorrectionView>()(
  {
    name: "review-corrections",
    version: 6,
    columns: { unitId: "text", status: "text", requestedAt: "text", requestedBy: "text" },
    indexes: [
      ["unitId", "status", "requestedAt"],
      ["requestedBy", "requestedAt"],
    ],
  },
  {
    CorrectionRequested: {
      keys: ({ data }) => [data.correctionId],
      evolve: (before, { data: { correctionId, ...rest }, metadata, revision }) => ({
        notAppliedReason: before?.notAppliedReason,
        id: correctionId,
        ...rest,
        status: before?.status ?? "requested",
        requestedAt: metadata.at,
        requestHands: passwordHandsOf(metadata.actor),
        revision,
      }),
    },
    CorrectionApproved: {
      keys: ({ data }) => [data.correctionId],
      evolve: (request, { data, metadata, revision }) =>
        // The event of the corrected record may have arrived first; its outcome stays.
        request && {
          ...request,
          status: request.status === "requested" ? "approved" : request.status,
          decidedBy: data.decidedBy,
          decidedAt: metadata.at,
          because: data.because,
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
      evolve: (request, _event, key) => withOutcome(request, key, { status: "applied" }),
    },
    CorrectionNotApplied: {
      keys: ({ data }) => [data.correctionId],
      evolve: (request, { data }, key) =>
        withOutcome(request, key, { status: "not-applied", notAppliedReason: data.reason }),
    },
  },
);

export type CorrectionReader = ReaderOf<typeof corrections>;
