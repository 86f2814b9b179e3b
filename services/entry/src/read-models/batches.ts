import { defineProjection } from "@sogoc/core";
import type { BatchPolicy, RecordedDomainEvent } from "@sogoc/events";

export interface BatchView {
  readonly id: string;
  readonly bookId: string;
  readonly unitId: string;
  readonly recordType: string;
  readonly bookNumber: string;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly policy: BatchPolicy;
  readonly status: "open" | "submitted" | "locked";
  /** Null while nobody has it. */
  readonly assignedTo: string | null;
  readonly assignedName?: string;
  readonly leaseUntil?: string;
  readonly round: number;
  readonly records: number;
  /** Fields marked wrong at the last return and not corrected yet. */
  readonly marks: number;
  readonly openedAt: string;
  readonly revision: number;
}

const change = (batch: BatchView | undefined, changed: Partial<BatchView>): BatchView | undefined =>
  batch && { ...batch, ...changed };

/** One document per batch: a clerk's queue, a lead unit's table. */
export const batches = defineProjection<RecordedDomainEvent>()<BatchView>(
  {
    name: "entry-batches",
    version: 1,
    columns: { unitId: "text", bookId: "text", assignedTo: "text", status: "text", openedAt: "text" },
    indexes: [["assignedTo", "status", "openedAt"], ["unitId", "status", "openedAt"], ["bookId"]],
  },
  {
    BatchOpened: {
      keys: ({ data }) => [data.batchId],
      evolve: (_batch, { data: { batchId, ...rest }, metadata, revision }) => ({
        id: batchId,
        ...rest,
        status: "open",
        assignedTo: null,
        round: 0,
        records: 0,
        marks: 0,
        openedAt: metadata.at,
        revision,
      }),
    },
    BatchAssigned: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { data, revision }) =>
        change(batch, {
          assignedTo: data.accountId,
          assignedName: data.displayName,
          leaseUntil: data.leaseUntil,
          revision,
        }),
    },
    BatchTakenBack: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { revision }) => {
        if (!batch) return undefined;
        const { assignedName: _, leaseUntil: _lease, ...rest } = batch;
        return { ...rest, assignedTo: null, revision };
      },
    },
    BatchSubmitted: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { data, revision }) =>
        change(batch, { status: "submitted", round: data.round, marks: 0, revision }),
    },
    BatchReopened: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { data, revision }) => change(batch, { status: "open", marks: data.marks, revision }),
    },
    BatchLocked: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { revision }) => change(batch, { status: "locked", revision }),
    },
    RecordEntered: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch) => change(batch, { records: (batch?.records ?? 0) + 1 }),
    },
    RecordVoided: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch) => change(batch, { records: (batch?.records ?? 0) - 1 }),
    },
  },
);
