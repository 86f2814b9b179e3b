import { defineProjection, type Hands, noHands, type ReaderOf, withHand } from "@sogoc/core";
import { type BatchPolicy, type RecordedDomainEvent, usualPolicy } from "@sogoc/events";

/**
 * What is known apart, since what the entry service tells of a batch and the verdicts of this one
 * arrive in any order between them.
 */
interface BatchParts {
  readonly opened: {
    readonly bookId: string;
    readonly from?: number | undefined;
    readonly to?: number | undefined;
    readonly secondCases?: true | undefined;
    /** Whose word its limits are, where they are others than usual (ADR 29). */
    readonly limitsSetBy?: Hands | undefined;
  } | null;
  readonly submittedRound: number;
  readonly returnedRound: number;
  /** Opened by mistake, and taken out again. */
  readonly withdrawn?: true | undefined;
}

export interface BatchKeyingView extends BatchParts {
  readonly id: string;
  readonly bookId: string | null;
  /** 1 while its cases are being keyed or mended. */
  readonly underWay: 0 | 1;
}

const knowing = (
  id: string,
  before: BatchParts | undefined,
  learned: Partial<BatchParts>,
): BatchKeyingView => {
  const {
    opened = before?.opened ?? null,
    submittedRound = before?.submittedRound ?? 0,
    returnedRound = before?.returnedRound ?? 0,
    withdrawn = before?.withdrawn,
  } = learned;
  return {
    id,
    opened,
    submittedRound,
    returnedRound,
    withdrawn,
    bookId: opened?.bookId ?? null,
    underWay: opened !== null && !withdrawn && submittedRound <= returnedRound ? 1 : 0,
  };
};

/** Whether a batch is accepted by another limit, or by a sample of another size, than usual. */
const hasOwnLimits = ({ errorLimit, sampleShare, sampleMinimum }: BatchPolicy): boolean =>
  errorLimit !== usualPolicy.errorLimit ||
  sampleShare !== usualPolicy.sampleShare ||
  sampleMinimum !== usualPolicy.sampleMinimum;

/**
 * One document per batch: which numbers of a book are still being keyed, and who set its limits.
 */
export const keyedBatches = defineProjection<RecordedDomainEvent, BatchKeyingView>()(
  {
    name: "review-keyed-batches",
    version: 3,
    columns: { bookId: "text", underWay: "number" },
    indexes: [["bookId", "underWay"]],
  },
  {
    BatchOpened: {
      keys: ({ data }) => [data.batchId],
      evolve: (before, { data: { batchId, bookId, from, to, secondCases, policy }, metadata: { actor } }) => {
        const limitsSetBy = hasOwnLimits(policy) ? withHand(noHands, actor.account, actor) : undefined;
        return knowing(batchId, before, { opened: { bookId, from, to, secondCases, limitsSetBy } });
      },
    },
    BatchWithdrawn: {
      keys: ({ data }) => [data.batchId],
      evolve: (before, { data: { batchId } }) => knowing(batchId, before, { withdrawn: true }),
    },
    BatchSubmitted: {
      keys: ({ data }) => [data.batchId],
      evolve: (before, { data: { batchId, round } }) =>
        knowing(batchId, before, { submittedRound: Math.max(before?.submittedRound ?? 0, round) }),
    },
    BatchReturned: {
      keys: ({ data }) => [data.batchId],
      evolve: (before, { data: { batchId, round } }) =>
        knowing(batchId, before, { returnedRound: Math.max(before?.returnedRound ?? 0, round) }),
    },
  },
);

export type BatchKeyingReader = ReaderOf<typeof keyedBatches>;
