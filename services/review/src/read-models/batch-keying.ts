import { defineProjection, type Hands, noHands, type ReaderOf, withHand } from "@sogoc/core";
import { type BatchPolicy, type RecordedDomainEvent, usualPolicy } from "@sogoc/events";
import { areSameLimits, type BatchLimits } from "../domain/batch-limits.ts";

/** The numbers of a batch, as it was opened. */
export interface KeyedNumbers {
  readonly bookId: string;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly secondCases?: true | undefined;
  readonly keying: BatchPolicy["keying"];
  /** Who states, by opening it, that these numbers have cases. */
  readonly openedBy: Hands;
  /** Who set its limits, where they are not the usual ones (ADR 29). */
  readonly limitsSetBy?: Hands | undefined;
  /** The limits by which it is judged alone; undefined where it goes into a lot. */
  readonly limits?: BatchLimits | undefined;
}

/**
 * What the entry service says about a batch and the verdicts of this service arrive in any order,
 * so each is kept by itself.
 */
interface BatchParts {
  readonly opened: KeyedNumbers | null;
  /** Whoever took the batch last, as long as it is theirs. */
  readonly takenBy?: Hands | undefined;
  readonly submittedRound: number;
  readonly returnedRound: number;
  /** Everybody who has or had its second keying, until that is finished. */
  readonly secondKeyers?: readonly string[] | undefined;
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
    secondKeyers = before?.secondKeyers ?? [],
    takenBy = before?.takenBy,
  } = learned;
  return {
    id,
    opened,
    submittedRound,
    returnedRound,
    withdrawn,
    secondKeyers,
    takenBy,
    bookId: opened?.bookId ?? null,
    underWay: opened !== null && !withdrawn && submittedRound <= returnedRound ? 1 : 0,
  };
};

const limitsOf = (policy: BatchPolicy, setBy: Hands, setAt: string): BatchLimits | undefined => {
  const { sampleShare, sampleMinimum, errorLimit, acceptance } = policy;
  return acceptance === "lot" ? undefined : { sampleShare, sampleMinimum, errorLimit, setBy, setAt };
};

/**
 * One document per batch: its numbers while they are keyed, who set its limits, and who keys it a
 * second time.
 */
export const keyedBatches = defineProjection<RecordedDomainEvent, BatchKeyingView>()(
  {
    name: "review-keyed-batches",
    version: 7,
    columns: { bookId: "text", underWay: "number" },
    indexes: [["bookId", "underWay"]],
  },
  {
    BatchOpened: {
      keys: ({ data }) => [data.batchId],
      evolve: (
        before,
        { data: { batchId, bookId, from, to, secondCases, policy }, metadata: { actor, at } },
      ) => {
        const openedBy = withHand(noHands, actor.account, actor);
        const limitsSetBy = areSameLimits(policy, usualPolicy) ? undefined : openedBy;
        const limits = limitsOf(policy, openedBy, at);
        const { keying } = policy;
        const opened = { bookId, from, to, secondCases, keying, openedBy, limitsSetBy, limits };
        return knowing(batchId, before, { opened });
      },
    },
    BatchAssigned: {
      keys: ({ data }) => [data.batchId],
      evolve: (before, { data: { batchId, stage, accountId }, metadata: { actor } }) =>
        knowing(batchId, before, {
          secondKeyers:
            stage === "second" ? [...new Set([...(before?.secondKeyers ?? []), accountId])] : undefined,
          takenBy: accountId === actor.account ? withHand(noHands, accountId, actor) : noHands,
        }),
    },
    BatchTakenBack: {
      keys: ({ data }) => [data.batchId],
      evolve: (before, { data: { batchId } }) => knowing(batchId, before, { takenBy: noHands }),
    },
    SecondKeyingFinished: {
      keys: ({ data }) => [data.batchId],
      evolve: (before, { data: { batchId } }) => knowing(batchId, before, { secondKeyers: [] }),
    },
    BatchWithdrawn: {
      keys: ({ data }) => [data.batchId],
      evolve: (before, { data: { batchId } }) =>
        knowing(batchId, before, { withdrawn: true, secondKeyers: [] }),
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
