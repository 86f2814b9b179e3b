import { defineProjection, type ReaderOf } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

type Submission = Omit<DataOf<"BatchSubmitted">, "batchId" | "policy"> & { readonly at: string };

/** A submission and a lot reach this service in any order, so each is kept by itself. */
interface WaitingParts {
  readonly submitted: Submission | null;
  /** For each lot that was not dissolved, the round in which it took the batch. */
  readonly takenBy: Readonly<Record<string, number>>;
  /** The round after which only marks are mended. */
  readonly fixesAfter: number;
}

export interface WaitingBatchView extends WaitingParts {
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
): WaitingBatchView => {
  const {
    submitted = before?.submitted ?? null,
    takenBy = before?.takenBy ?? {},
    fixesAfter = before?.fixesAfter ?? -1,
  } = change;
  const takenRound = Math.max(0, ...Object.values(takenBy));
  const free = submitted !== null && submitted.round > takenRound && submitted.round !== fixesAfter + 1;
  return {
    id,
    submitted,
    takenBy,
    fixesAfter,
    waiting: free ? 1 : 0,
    unitId: submitted?.unitId ?? null,
    recordType: submitted?.recordType ?? null,
    submittedAt: submitted?.at ?? "",
  };
};

/** One document per batch whose policy says that it is accepted in a lot. */
export const waitingBatches = defineProjection<RecordedDomainEvent, WaitingBatchView>()(
  {
    name: "review-waiting",
    version: 3,
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
        return changeWaiting(key, before, { takenBy: { ...before?.takenBy, [data.lotId]: round } });
      },
    },
    LotDissolved: {
      keys: ({ data }) => data.batchIds,
      evolve: (before, { data }, key) => {
        const { [data.lotId]: _, ...takenBy } = before?.takenBy ?? {};
        return changeWaiting(key, before, { takenBy });
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
