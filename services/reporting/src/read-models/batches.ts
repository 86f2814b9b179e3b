import { defineProjection } from "@sogoc/core";
import type { BatchPolicy, DataOf, RecordedDomainEvent } from "@sogoc/events";
import {
  type BatchPart,
  type BatchStateName,
  latestReview,
  type ReviewPart,
  standingOf,
} from "./batch-state.ts";
import { later, withPart } from "./in-any-order.ts";
import { phaseNumberOf } from "./record-summary.ts";

export interface BatchOpening {
  readonly bookId: string;
  readonly unitId: string;
  readonly recordType: string;
  readonly bookNumber: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly policy: BatchPolicy;
  readonly openedAt: string;
}

/** What is known apart: one part per stream, and counts that do not mind the order. */
interface BatchParts {
  readonly opening: BatchOpening | null;
  readonly batch: BatchPart | null;
  readonly reviews: Readonly<Record<string, ReviewPart>>;
  readonly keyed: number;
  readonly voided: number;
  readonly lastActivityAt: string;
}

export interface BatchRow extends BatchParts {
  readonly id: string;
  /** Null until the batch's opening was heard of. */
  readonly unitId: string | null;
  readonly bookId: string | null;
  readonly recordType: string | null;
  readonly phase: number | null;
  readonly state: BatchStateName | null;
  readonly since: string | null;
  readonly clerk: string | null;
  readonly round: number;
  readonly records: number;
}

const nothing: BatchParts = {
  opening: null,
  batch: null,
  reviews: {},
  keyed: 0,
  voided: 0,
  lastActivityAt: "",
};

const yearOf = (bookNumber: string) => Number(bookNumber.split("/")[1] ?? 0);

/** Everything queries ask for follows from the parts, so that the order in which they came leaves no trace. */
const settle = (id: string, parts: BatchParts): BatchRow => {
  const { opening, batch, reviews, keyed, voided, lastActivityAt } = parts;
  const standing = opening ? standingOf(batch, reviews) : undefined;
  return {
    id,
    unitId: opening?.unitId ?? null,
    bookId: opening?.bookId ?? null,
    recordType: opening?.recordType ?? null,
    phase: opening ? phaseNumberOf(yearOf(opening.bookNumber)) : null,
    state: standing?.state ?? null,
    since: standing?.since ?? null,
    clerk: batch?.clerk ?? null,
    round: Math.max(batch?.round ?? 0, latestReview(reviews)?.round ?? 0),
    records: keyed - voided,
    ...{ opening, batch, reviews, keyed, voided, lastActivityAt },
  };
};

const change = (
  row: BatchRow | undefined,
  id: string,
  at: string,
  next: (parts: BatchParts) => Partial<BatchParts>,
) => {
  const parts: BatchParts = row ?? nothing;
  return settle(id, { ...parts, ...next(parts), lastActivityAt: later(parts.lastActivityAt, at) });
};

type BatchStreamEvent = { readonly revision: number; readonly metadata: { readonly at: string } };

/** The batch's own stream is in order; what was seen before changes nothing. */
const inBatch = (
  row: BatchRow | undefined,
  id: string,
  { revision, metadata }: BatchStreamEvent,
  next: (part: BatchPart) => Partial<BatchPart>,
) =>
  change(row, id, metadata.at, ({ batch }) =>
    batch && batch.revision < revision
      ? { batch: { ...batch, since: metadata.at, ...next(batch), revision } }
      : {},
  );

const inReview = (
  row: BatchRow | undefined,
  {
    data,
    revision,
    metadata,
  }: BatchStreamEvent & { readonly data: { readonly batchId: string; readonly reviewId: string } },
  next: (part: ReviewPart) => Partial<ReviewPart>,
) =>
  change(row, data.batchId, metadata.at, ({ reviews }) => {
    const review = reviews[data.reviewId];
    if (!review || review.revision >= revision) return {};
    return { reviews: withPart(reviews, data.reviewId, { ...review, ...next(review), revision }) };
  });

const openingOf = (data: DataOf<"BatchOpened">, openedAt: string): BatchOpening => {
  const { bookId, unitId, recordType, bookNumber, from = null, to = null, policy } = data;
  return { bookId, unitId, recordType, bookNumber, from, to, policy, openedAt };
};

/** One document per batch: where it stands, with whom, since when. */
export const batches = defineProjection<RecordedDomainEvent>()<BatchRow>(
  {
    name: "reporting-batches",
    version: 1,
    columns: {
      unitId: "text",
      bookId: "text",
      recordType: "text",
      state: "text",
      clerk: "text",
      since: "text",
      lastActivityAt: "text",
    },
    indexes: [["unitId", "state", "since"], ["bookId"], ["unitId", "lastActivityAt"]],
  },
  {
    BatchOpened: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, { data, metadata, revision }) =>
        change(row, data.batchId, metadata.at, ({ batch }) =>
          batch
            ? {}
            : {
                opening: openingOf(data, metadata.at),
                batch: {
                  ...{ status: "open", round: 0, clerk: null, clerkName: null, leaseUntil: null },
                  ...{ submittedRecords: 0, digest: null, since: metadata.at, revision },
                },
              },
        ),
    },
    BatchAssigned: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) =>
        inBatch(row, event.data.batchId, event, () => ({
          clerk: event.data.accountId,
          clerkName: event.data.displayName,
          leaseUntil: event.data.leaseUntil,
        })),
    },
    BatchTakenBack: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) =>
        inBatch(row, event.data.batchId, event, () => ({ clerk: null, clerkName: null, leaseUntil: null })),
    },
    BatchSubmitted: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) =>
        inBatch(row, event.data.batchId, event, () => ({
          status: "submitted",
          round: event.data.round,
          submittedRecords: event.data.recordCount,
          digest: event.data.digest,
        })),
    },
    BatchReopened: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) => inBatch(row, event.data.batchId, event, () => ({ status: "open" })),
    },
    BatchLocked: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) => inBatch(row, event.data.batchId, event, () => ({ status: "locked" })),
    },
    RecordEntered: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, { data, metadata }) =>
        change(row, data.batchId, metadata.at, ({ keyed }) => ({ keyed: keyed + 1 })),
    },
    RecordCorrected: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, { data, metadata }) => change(row, data.batchId, metadata.at, () => ({})),
    },
    RecordVoided: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, { data, metadata }) =>
        change(row, data.batchId, metadata.at, ({ voided }) => ({ voided: voided + 1 })),
    },
    ReviewOpened: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, { data, metadata, revision }) =>
        change(row, data.batchId, metadata.at, ({ reviews }) =>
          reviews[data.reviewId]
            ? {}
            : {
                reviews: withPart(reviews, data.reviewId, {
                  ...{
                    round: data.round,
                    status: "open",
                    sampled: data.sample.length,
                    checked: [],
                    rules: data.rules,
                  },
                  ...{ figures: null, since: metadata.at, firstCheckAt: null, revision },
                }),
              },
        ),
    },
    RecordChecked: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) =>
        inReview(row, event, ({ checked, firstCheckAt }) => ({
          checked: [...new Set([...checked, event.data.recordId])],
          firstCheckAt: firstCheckAt ?? event.metadata.at,
        })),
    },
    BatchReturned: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) =>
        inReview(row, event, () => ({
          status: "returned",
          figures: event.data.figures,
          since: event.metadata.at,
        })),
    },
    BatchAccepted: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) =>
        inReview(row, event, () => ({
          status: "accepted",
          figures: event.data.figures,
          since: event.metadata.at,
        })),
    },
  },
);
