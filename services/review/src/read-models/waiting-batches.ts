import { defineProjection, type ReaderOf } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

type Submission = Omit<DataOf<"BatchSubmitted">, "batchId" | "policy"> & { readonly at: string };

/**
 * What is known apart, since a submission and a lot reach this service in any order between them.
 */
interface WaitingParts {
  readonly submitted: Submission | null;
  /** Round in which a lot took it, and round after which only marks are looked at again. */
  readonly takenRound: number;
  readonly fixesAfter: number;
}

export interface WaitingBatch extends WaitingParts {
  readonly id: string;
  readonly unitId: string | null;
  readonly recordType: string | null;
  readonly submittedAt: string;
  /** 1 while it waits to be put into a lot. */
  readonly waiting: 0 | 1;
}

const changeWaiting = (
  id: string,
  before: WaitingParts | undefined,
  change: Partial<WaitingParts>,
): WaitingBatch => {
  const { submitted, takenRound, fixesAfter } = {
    submitted: null,
    takenRound: 0,
    fixesAfter: -1,
    ...before,
    ...change,
  };
  const free = submitted !== null && submitted.round > takenRound && submitted.round !== fixesAfter + 1;
  return {
    id,
    submitted,
    takenRound,
    fixesAfter,
    waiting: free ? 1 : 0,
    unitId: submitted?.unitId ?? null,
    recordType: submitted?.recordType ?? null,
    submittedAt: submitted?.at ?? "",
  };
};

/** One document per batch whose policy says that it is accepted in a lot. */
export const waitingBatches = defineProjection<RecordedDomainEvent, WaitingBatch>()(
  {
    name: "review-waiting",
    version: 2,
    columns: { unitId: "text", waiting: "number", submittedAt: "text" },
    indexes: [["unitId", "waiting", "submittedAt"]],
  },
  {
    BatchSubmitted: {
      keys: ({ data }) => (data.policy.acceptance === "lot" ? [data.batchId] : []),
      evolve: (before, { data: { batchId, policy: _, ...rest }, metadata }) =>
        (before?.submitted?.round ?? 0) >= rest.round
          ? before
          : changeWaiting(batchId, before, { submitted: { ...rest, at: metadata.at } }),
    },
    LotFormed: {
      keys: ({ data }) => data.batches.map(({ batchId }) => batchId),
      evolve: (before, { data }, key) => {
        const round = data.batches.find(({ batchId }) => batchId === key)?.round ?? 0;
        return changeWaiting(key, before, { takenRound: Math.max(before?.takenRound ?? 0, round) });
      },
    },
    BatchReturned: {
      keys: ({ data }) => (data.fixesOnly ? [data.batchId] : []),
      evolve: (before, { data }) =>
        changeWaiting(data.batchId, before, { fixesAfter: Math.max(before?.fixesAfter ?? -1, data.round) }),
    },
  },
);

export type WaitingBatchReader = ReaderOf<typeof waitingBatches>;
